"""The log: one JSON object a line, with a time and the request's id; and what it must not repeat."""

from __future__ import annotations

import json
import logging
import re
import traceback
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

import structlog

# The paths whose last part is a secret; also where a program wrote the path escaped.
_SECRET = re.compile(
    r"(/|%2F)(invitation|m|accounts(?:/|%2F)password(?:/|%2F)reset(?:/|%2F)key)(/|%2F)"
    r"(?:(?!%2F)[^/\s\"'?\\])+",
    re.IGNORECASE,
)
# A password in an address, a token or a cookie in a head, and the like in a query.
_OTHERS = (
    (re.compile(r"(://[^/\s:@\"]*:)[^/\s@\"]+@"), r"\1…@"),
    (re.compile(r"\b(Bearer|Basic|Token)\s+[\w.~+/=-]{8,}", re.IGNORECASE), r"\1 …"),
    (
        re.compile(
            r"\b(sessionid|csrftoken|csrfmiddlewaretoken|password|secret|token|code|key)=[^\s&;\"'\\]+",
            re.IGNORECASE,
        ),
        r"\1=…",
    ),
)
# Where somebody can be reached; what workers call themselves is no address.
_ADDRESS = re.compile(
    r"(?<![\w.+-])(?!(?:transactional|bulk|celery|worker)[\w-]*@)[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
)
SHORTEST = 6


def masked(text: str) -> str:
    """A path or a line without the secrets and addresses that stand in it."""
    text = _SECRET.sub(r"\1\2\3…", text)
    for pattern, instead in _OTHERS:
        text = pattern.sub(instead, text)
    return _ADDRESS.sub("…@…", text)


def secrets_in(*texts: str) -> list[str]:
    """What must never be seen of some settings: themselves, or the password in an address."""
    found: set[str] = set()
    for text in texts:
        try:
            password = urlsplit(text).password if "://" in text else text
        except ValueError:
            password = text
        found |= {password or "", unquote(password or "")}
    return sorted((one for one in found if len(one) >= SHORTEST), key=len, reverse=True)


def mask(secrets: Sequence[str]) -> Callable[[Any, str, str], str]:
    """The last step of each line, whoever wrote it: no secret and no address leaves."""

    # As they are, and as JSON writes them.
    hidden = sorted({*secrets, *(json.dumps(one, ensure_ascii=False)[1:-1] for one in secrets)},
                    key=len, reverse=True)  # fmt: skip

    def last(_logger: Any, _method: str, line: str) -> str:
        for secret in hidden:
            line = line.replace(secret, "…")
        return masked(line)

    return last


def settings(level: str, secrets: Sequence[str]) -> dict[str, Any]:
    """Python's logging: libraries and our own lines end in the same form."""
    form = {
        "()": "structlog.stdlib.ProcessorFormatter",
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
            mask(secrets),
        ],
        "foreign_pre_chain": [
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(without_quotes),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": form},
        "filters": {"unquoted": {"()": "backend.config.logs.Unquoted"}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "json",
                "filters": ["unquoted"],
            }
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {"django.server": {"handlers": [], "propagate": True}},
    }


def begin() -> None:
    """How our own lines are made."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(without_quotes),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


class Unquoted(logging.Filter):
    """Takes quotes out of what libraries write about tasks, and secrets out of what they say."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, dict) and "exc" in record.args:  # Celery, of a task that failed
            error = record.args["exc"]
            is_raised = isinstance(error, BaseException)
            kind = type(error).__name__ if is_raised else str(error).partition("(")[0]
            record.args = {**record.args, "exc": kind, "traceback": ""}
        if isinstance(record.msg, str):  # ours are masked as a line, like everybody's
            said = record.getMessage()
            if (clean := masked(said)) != said:
                record.msg, record.args = clean, ()
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
