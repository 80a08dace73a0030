"""Codes that people copy from a mail or a note."""

from __future__ import annotations

import re
import unicodedata

from backend.text import signs

# Pd is Unicode's kind “dash”; the others look like one and are none by name.
_LIKE_DASHES = frozenset("\u2212\u02d7\u2043\u207b\u208b\u30fc\uff70\u00af_")
_SAID = re.compile(
    r"(?:[^\d:]*\b\w*code\b[^\d:]{0,20}:|[^\d:]*\b\w*code(?:\s+is)?)[\s:=]+", re.IGNORECASE
)
_SHORTEST = 6


def code(text: str) -> str:
    """Only the letters and digits of a code, as ASCII where they are wide or of another script.

    Dashes of every kind, spaces, quotes, invisible signs and the word “code” before it are how it was
    copied, not what it is.
    """
    plain = signs.without_invisible(unicodedata.normalize("NFKC", text))
    said = _SAID.match(plain[:80])
    # “Code 1234” may itself be a code; with more behind it, it says that one follows.
    kept = plain[said.end() :] if said and len(_only(plain[said.end() :])) >= _SHORTEST else plain
    return _only(kept)


def secret(text: str) -> str:
    """A secret that may hold any sign: without what copying adds, every dash a hyphen."""
    plain = signs.without_invisible(signs.without_unfit(unicodedata.normalize("NFKC", text)))
    return "" if signs.is_blank(plain) else "".join(map(_hyphen, plain)).strip()


def is_dash(sign: str) -> bool:
    """Whether a sign is a dash of any kind, or looks like one."""
    return unicodedata.category(sign) == "Pd" or sign in _LIKE_DASHES - {"_"}


def _only(text: str) -> str:
    return "".join(_digit(sign) for sign in text if sign.isalnum())


def _hyphen(sign: str) -> str:
    return "-" if is_dash(sign) else sign


def _digit(sign: str) -> str:
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)
