"""What people write, made fit to keep: pure functions, without Django and without our other rooms.

Every way in (pages, API, lists that are pasted, command line) goes through here. A problem has a
name (`problems.Problem`); the rooms put it into words.
"""
