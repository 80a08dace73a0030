"""Children that never outlive their parent, however it ends.

Linux is asked to kill a child with its parent. Because that reaches neither grandchildren nor
macOS, a guard process holds the other end of a pipe: when the pipe closes, it kills the groups of
all children that are left.
"""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_guards: dict[int, subprocess.Popen[bytes]] = {}


def spawn(
    command: list[str],
    *,
    cwd: Path,
    log: Path | None = None,
    env: dict[str, str] | None = None,
    user: int | None = None,
    keep: tuple[int, ...] = (),
) -> subprocess.Popen[bytes]:
    """Start a child in a group of its own, as `user` when given; its output is added to `log`.

    It and its own children hold the open files of `keep` for as long as they live.

    On Linux it also ends with the thread that calls this: call it from one that stays.
    """
    tell = _guard().stdin
    assert tell is not None
    with (log or Path(os.devnull)).open("ab") as file:
        output = file if log else None
        process = subprocess.Popen(
            command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            start_new_session=True, preexec_fn=end_with_parent(),  # noqa: PLW1509 - no locks taken
            user=user, group=user, extra_groups=None if user is None else [], pass_fds=keep,
        )  # fmt: skip
    tell.write(f"+{process.pid}\n".encode())
    tell.flush()
    return process


def forget(process: subprocess.Popen[bytes]) -> None:
    """A child that has ended and was waited for: its number may soon be somebody else's."""
    guard = _guards.get(os.getpid())
    if guard is not None and guard.poll() is None and guard.stdin is not None:
        guard.stdin.write(f"-{process.pid}\n".encode())
        guard.stdin.flush()


def end_with_parent() -> Callable[[], None]:
    """What a child calls before exec, so that Linux kills it with its parent."""
    follow, parent = follower(), os.getpid()

    def ask() -> None:
        follow(signal.SIGKILL)
        if os.getppid() != parent:  # it died before it was asked
            os._exit(1)

    return ask


def follower() -> Callable[[int], object]:
    """Asks Linux to send this process a signal when its parent dies; elsewhere does nothing."""
    if sys.platform != "linux":
        return lambda _number: None
    import ctypes  # here, because the guard itself has no use for it

    prctl = ctypes.CDLL(None).prctl
    return lambda number: prctl(_PR_SET_PDEATHSIG, number)


def _guard() -> subprocess.Popen[bytes]:
    """The guard of this process, started with its first child, and anew if it was killed."""
    guard = _guards.get(os.getpid())
    if guard is None or guard.poll() is not None:
        guard = subprocess.Popen(
            [sys.executable, "-S", "-E", str(Path(__file__).resolve())],
            cwd="/", stdin=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        _guards[os.getpid()] = guard
        atexit.register(dismiss)
    return guard


def dismiss() -> None:
    """End the guard: nothing is left to watch, or it kills what is."""
    guard = _guards.pop(os.getpid(), None)
    if guard is not None and guard.stdin is not None:
        guard.stdin.close()
        guard.wait(5)


def main() -> None:
    """Note the groups named on the input, one a line; when it ends, kill those that are left."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: set[int] = set()
    for line in sys.stdin:
        group = int(line[1:])
        if line.startswith("+"):
            groups.add(group)
        else:
            groups.discard(group)
    for group in groups:
        try:
            os.killpg(group, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue


if __name__ == "__main__":
    main()
