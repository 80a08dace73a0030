"""Codes that people copy from a mail or a note."""

from __future__ import annotations

import unicodedata

from backend.text import signs

# Pd is Unicode's kind “dash”; the others look like one and are none by name.
_LIKE_DASHES = frozenset("\u2212\u02d7\u2043\u207b\u208b\u30fc\uff70\u00af_")


def code(text: str) -> str:
    """Only the letters and digits of a code, as ASCII where they are wide or of another script.

    Dashes of every kind, spaces, quotes and invisible signs are how it was copied, not what it is.
    """
    plain = unicodedata.normalize("NFKC", text)
    return "".join(_digit(sign) for sign in signs.without_invisible(plain) if sign.isalnum())


def secret(text: str) -> str:
    """A secret that may hold any sign: without what copying adds, every dash a hyphen."""
    plain = signs.without_invisible(signs.without_unfit(unicodedata.normalize("NFKC", text)))
    return "" if signs.is_blank(plain) else "".join(map(_hyphen, plain)).strip()


def is_dash(sign: str) -> bool:
    """Whether a sign is a dash of any kind, or looks like one."""
    return unicodedata.category(sign) == "Pd" or sign in _LIKE_DASHES - {"_"}


def _hyphen(sign: str) -> str:
    return "-" if is_dash(sign) else sign


def _digit(sign: str) -> str:
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)
