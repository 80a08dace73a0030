"""What the log must not repeat: links that let somebody in, and what an error quotes."""

from __future__ import annotations

import logging
import re
import traceback
from typing import Any

# The paths whose last part is a secret.
_SECRET = re.compile(r"/(invitation|m|accounts/password/reset/key)/[^/\s\"?]+")


def masked(path: str) -> str:
    """A path without the secret that some end in."""
    return _SECRET.sub(r"/\1/…", path)


class Masked(logging.Filter):
    """Takes secrets out of what libraries write about requests, and quotes about tasks."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, dict) and "exc" in record.args:  # Celery, of a task that failed
            error = record.args["exc"]
            is_raised = isinstance(error, BaseException)
            kind = type(error).__name__ if is_raised else str(error).partition("(")[0]
            record.args = {**record.args, "exc": kind, "traceback": ""}
        said = record.getMessage()
        if _SECRET.search(said):
            record.msg, record.args = masked(said), ()
        return True


def without_quotes(exc_info: Any) -> str:
    """A traceback without what its errors say: the database quotes addresses, others people's words."""
    found = traceback.TracebackException(*exc_info)
    lines: list[str] = []
    link: traceback.TracebackException | None = found
    while link is not None:
        lines.append(link.exc_type_str if hasattr(link, "exc_type_str") else str(link.exc_type))
        lines += [f"  {f.filename}:{f.lineno} {f.name}" for f in link.stack]
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return "\n".join(lines)
