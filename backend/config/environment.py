"""Reads the settings from the environment, and gathers all that is wrong with them.

Reading never raises: a wrong value is noted as a sentence and its default is taken, so that
everything can be said at once. `backend.config.start` refuses to go on with what was noted.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import dj_database_url

from backend.config import values

# Read by `make run`, docker-compose.yml and the tests, not here: known, so that a slip of the keys
# is told from them.
ELSEWHERE = (
    "PORT", "MAILBOX_PORT", "MAILBOX_HOST", "MAILBOX_SMTP_PORT", "EXAMPLE", "WEB_ADDRESS",
    "PYTHON_IMAGE", "POSTGRES_IMAGE", "VALKEY_IMAGE", "POSTGRES_USER", "POSTGRES_DB",
    "POSTGRES_PASSWORD", "STAPSTEEN_TEST_SERVERS", "OVERWRITE",
)  # fmt: skip
_OURS = ("STAPSTEEN_", "SMTP_", "MAIL_", "MAILBOX_", "TRANSPORT_", "DELIVERY_", "ANNOUNCEMENT_")
# What other software calls it, or who writes from memory.
_ALSO_CALLED = {
    "EMAIL_HOST": "SMTP_HOST", "SMTP_SERVER": "SMTP_HOST", "MAIL_HOST": "SMTP_HOST",
    "EMAIL_PORT": "SMTP_PORT", "MAIL_PORT": "SMTP_PORT", "EMAIL_HOST_USER": "SMTP_USER",
    "SMTP_USERNAME": "SMTP_USER", "MAIL_USERNAME": "SMTP_USER", "EMAIL_HOST_PASSWORD": "SMTP_PASSWORD",
    "SMTP_PASS": "SMTP_PASSWORD", "MAIL_PASSWORD": "SMTP_PASSWORD", "EMAIL_USE_TLS": "SMTP_TLS",
    "SMTP_SSL": "SMTP_TLS", "SMTP_SECURE": "SMTP_TLS", "SMTP_STARTTLS": "SMTP_TLS",
    "MAIL_SENDER": "MAIL_FROM", "SMTP_FROM": "MAIL_FROM", "DEFAULT_FROM_EMAIL": "MAIL_FROM",
    "VALKEY_URL": "REDIS_URL", "TRUSTED_PROXY": "TRUSTED_PROXIES", "STAPSTEEN_PORT": "PORT",
    "STAPSTEEN_HOST": "STAPSTEEN_HOSTS", "SECRET_KEY": "STAPSTEEN_SECRET",
}  # fmt: skip
_FLAGS = dict.fromkeys(("1", "true", "yes", "on", "y", "t"), True)
_FLAGS |= dict.fromkeys(("0", "false", "no", "off", "n", "f"), False)
# For a database that takes the line and says nothing: the library itself waits for 130.
_CONNECT_SECONDS = 10
# What Kubernetes and Docker's links add for a service that is named like one of ours.
_OF_A_CLUSTER = re.compile(r"_SERVICE_(HOST|PORT)|_PORT(_\d+_(TCP|UDP).*)?$|_ENV_|_NAME$")


class Environment:
    """`problems` keep every process from starting; `doubts` are only said."""

    def __init__(self, given: Mapping[str, str] | None = None) -> None:
        self.given = os.environ if given is None else given
        self.problems: list[str] = []
        self.doubts: list[str] = []
        self.known: set[str] = set(ELSEWHERE)

    def text(
        self, name: str, default: str = "", *, check: Callable[[str], str] | None = None
    ) -> str:
        """A text; `check` says what is wrong with it, or nothing."""
        value = self._value(name)
        if value is None:
            return default
        wrong = self._quoted(value) or (check(value) if check else "")
        if wrong:
            self.problems.append(f"{name} {wrong}")
            return default
        return value

    def listed(
        self, name: str, default: Sequence[str], *, check: Callable[[str], str] | None = None
    ) -> list[str]:
        """Texts separated by commas; each is checked."""
        value = self._value(name)
        if value is None:
            return list(default)
        found = [part.strip() for part in value.split(",") if part.strip()]
        quoted = {w for part in (value, *found) if (w := self._quoted(part))}
        wrong = quoted or {w for part in found if check and (w := check(part))}
        self.problems += [f"{name} {one}" for one in sorted(wrong)]
        return list(default) if wrong or not found else found

    def whole(self, name: str, default: int, *, least: int, most: int) -> int:
        """A whole number between two others."""
        return int(self._number(int, name, default, (least, most)))

    def seconds(self, name: str, default: float, *, least: float = 0.0, most: float) -> float:
        """A number of seconds, also a part of one."""
        return float(self._number(float, name, default, (least, most)))

    def flag(self, name: str, default: bool) -> bool:
        """1 or 0; yes, true and on are understood too."""
        value = self._value(name)
        if value is None or value.lower() in _FLAGS:
            return _FLAGS[value.lower()] if value else default
        self.problems.append(f"{name} is 1 or 0, not {value!r}.")
        return default

    def choice(self, name: str, default: str, among: Sequence[str]) -> str:
        """One of a few words."""
        value = self._value(name)
        if value is None or value in among:
            return value or default
        self.problems.append(f"{name} is {values.either(among)}, not {value!r}.")
        return default

    def folder(self, name: str, default: Path) -> Path:
        """A folder that we may write in, or make."""
        value = self._value(name)
        wrong = self._quoted(value or "")
        if not wrong and "$" in (value or ""):
            wrong = "holds a $, which nothing fills in here; write the whole path."
        if wrong:
            self.problems.append(f"{name} {wrong}")
            return default
        try:
            path = Path(value or default).expanduser().absolute().resolve()
            step = next(p for p in (path, *path.parents) if p.exists())
        except (OSError, RuntimeError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else error
            self.problems.append(f"{name} is no folder that can be found: {why}.")
            return default
        if not step.is_dir():
            self.problems.append(f"{name} leads through {step}, which is a file and no folder.")
        elif not os.access(step, os.W_OK | os.X_OK):
            self.problems.append(f"{name} is {path}, where this user may not write.")
        return path

    def database(self, name: str, default: str) -> dict[str, Any]:
        """A PostgreSQL address, as Django wants it."""
        given = self.text(name, default, check=values.database_wrong)
        found: dict[str, Any] = dict(dj_database_url.parse(given))
        options = {"connect_timeout": _CONNECT_SECONDS, **found.get("OPTIONS", {})}
        return found | {"OPTIONS": options}

    def strangers(self) -> None:
        """Names that look like a slip of one of ours; asked last, when all of ours are known."""
        for name in sorted(set(self.given) - self.known):
            if name.upper() in self.known or name.upper() in _ALSO_CALLED:
                meant = _ALSO_CALLED.get(name.upper(), name.upper())
                told = self.problems if name.upper().startswith(_OURS) else self.doubts
                told.append(f"{name} is no setting; did you mean {meant}?")
                continue
            if _OF_A_CLUSTER.search(name) or len(name) < 6:
                continue
            cutoff = 0.8 if name.startswith(_OURS) else 0.87
            close = difflib.get_close_matches(name, self.known, 1, cutoff)
            if close:
                self.problems.append(f"{name} is no setting; did you mean {close[0]}?")
            elif name.startswith("STAPSTEEN_"):
                self.doubts.append(f"{name} is no setting of this version; nothing reads it.")

    def _value(self, name: str) -> str | None:
        """What was given; nothing where it is empty, as env files leave what is not filled in."""
        self.known.add(name)
        return self.given.get(name, "").strip() or None

    def _quoted(self, value: str) -> str:
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            return "stands in quotes, which are taken as a part of it; leave them out."
        if value[:1] in {'"', "'"}:
            return "begins with a quote that is not closed; leave it out."
        return ""

    def _number(
        self, kind: Callable[[str], Any], name: str, default: Any, between: tuple[float, float]
    ) -> Any:
        if (value := self._value(name)) is None:
            return default
        (least, most), what = between, "a whole number" if kind is int else "a number of seconds"
        try:
            number = kind(value)
        except ValueError:
            number = None
        if number is None or not least <= number <= most:
            self.problems.append(
                f"{name} is {what} from {least:.10g} to {most:.10g}, not {value!r}."
            )
            return default
        return number
