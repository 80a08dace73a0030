"""What can be wrong with what somebody wrote: names, which the rooms put into words."""

from __future__ import annotations

from enum import StrEnum


class Problem(StrEnum):
    """Why a text cannot be taken as it is."""

    ADDRESS = "address"
    NO_ADDRESS = "no address"
    LOCAL_PART = "local part"
    DOMAIN = "domain"
    TOO_LONG = "too long"
    TOO_DEEP = "too deep"
    TWICE = "twice"
    UNKNOWN_TEAM = "unknown team"
    MANY_TEAMS = "many teams"


class Refused(ValueError):
    """A text with a problem, the piece of it that has it, and on which line it stands (or 0)."""

    def __init__(self, problem: Problem, text: str = "", line: int = 0) -> None:
        super().__init__(problem.value)
        self.problem, self.text, self.line = problem, text, line
