"""Naming an error for the log without repeating what it quotes: people's words, or an address.

And letting those through that are no errors of the work at hand, but the end of its time.
"""

from __future__ import annotations

import traceback
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_passing: set[type[BaseException]] = set()


def ends_the_task(kind: type[BaseException]) -> None:
    """Say which error means that the time of the whole task is over: no handler may keep it."""
    _passing.add(kind)


def let_pass(error: BaseException) -> None:
    """The first line of every broad `except`: raises what is no fault of the work at hand."""
    if isinstance(error, tuple(_passing)):
        raise error


def log_safe(error: BaseException) -> dict[str, str]:
    """The kind of error, and where in the code it arose."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return {"error": type(error).__name__, "where": where}


def place(error: BaseException) -> str:
    """The last line of our own code that it passed, as `backend/…/file.py:12`; where there is none, ""."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(_ROOT) and ".venv" not in path.parts:
            return f"{path.relative_to(_ROOT)}:{frame.lineno}"
    return ""
