"""Naming an error for the log without repeating what it quotes: people's words, or an address."""

from __future__ import annotations

import traceback


def named(error: BaseException) -> dict[str, str]:
    """The kind of error, and where in the code it arose."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return {"error": type(error).__name__, "where": where}
