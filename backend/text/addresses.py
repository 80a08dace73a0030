"""E-mail addresses, as people copy them and as mail servers know them.

Kept as people read them: in lower case, a domain with accents as it is written. To a mail server
they go in ASCII, the domain by IDNA 2008 (RFC 5891) as UTS #46 maps it, non-transitional: `straße`
is another domain than `strasse`.
"""

from __future__ import annotations

import re
import unicodedata

import idna

from backend.text import codes, signs
from backend.text.problems import Problem, Refused

# RFC 5321, 4.5.3.1: what a mail server has to take.
LONGEST, LONGEST_LOCAL = 254, 64
_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*", re.ASCII)
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)", re.ASCII)
# A dash that is no hyphen stands before an address as a bullet, or between it and a name.
_AROUND = ' \t\n<>()[]"“”„«»‹›;,–—'
# What a phone or a word processor puts in place of an apostrophe.
_APOSTROPHES = str.maketrans(dict.fromkeys("‘’‛ʼʹ´′", "'"))
_MAILTO = re.compile(r"(?:mailto|smtp):\s*", re.IGNORECASE)


def address(text: str) -> str:
    """The address in what was copied, without what copying adds.

    Raises `Refused`: `NO_ADDRESS`, `ADDRESS`, `LOCAL_PART` (a sign before the @ that mail servers do
    not take), `DOMAIN` or `TOO_LONG`.
    """
    plain = _unwrapped(text)
    if "@" not in plain:
        raise Refused(Problem.NO_ADDRESS, plain)
    local, _at, domain = plain.rpartition("@")
    if not local or not domain or "@" in local or any(sign.isspace() for sign in plain):
        raise Refused(Problem.ADDRESS, plain)
    if not local.isascii():
        raise Refused(Problem.LOCAL_PART, plain)
    if not _LOCAL.fullmatch(local):
        raise Refused(Problem.ADDRESS, plain)
    known, readable = _domain(domain, plain)
    # As in Django: an address within this one machine is the only one without a dot.
    if known != "localhost" and ("." not in known or known.rpartition(".")[2].isdigit()):
        raise Refused(Problem.ADDRESS, plain)
    if len(local) > LONGEST_LOCAL or len(f"{local}@{known}") > LONGEST:
        raise Refused(Problem.TOO_LONG, plain)
    return f"{local}@{readable}"


def in_ascii(kept: str) -> str:
    """An address as mail servers know it; a sender's may be within one's own network (no dot).

    Raises `Refused`: `LOCAL_PART`, `DOMAIN` or `ADDRESS`.
    """
    local, _at, domain = _unwrapped(kept).rpartition("@")
    if not local.isascii():
        raise Refused(Problem.LOCAL_PART, kept)
    if not _LOCAL.fullmatch(local):
        raise Refused(Problem.ADDRESS, kept)
    return f"{local}@{_domain(domain, kept)[0]}"


def _unwrapped(text: str) -> str:
    plain = _plain(text).strip(_AROUND)
    plain = _MAILTO.sub("", plain, count=1) if _MAILTO.match(plain) else plain
    if plain.count("?") and "@" in plain.split("?")[0]:
        # What a link to write to somebody brings along: a subject, a copy.
        plain = plain.split("?")[0]
    plain = plain.strip(_AROUND).rstrip(".:")
    plain = plain.strip("' ") if plain.startswith("'") else plain.rstrip("' ")
    return "".join(map(_hyphen, plain)).lower()


def _plain(text: str) -> str:
    """Without what nobody sees; each apostrophe the one that mail servers know."""
    # An accent that stands alone would become a blank with an accent.
    plain = unicodedata.normalize("NFKC", text.translate(_APOSTROPHES))
    return signs.without_invisible(signs.without_unfit(plain)).strip()


def _hyphen(sign: str) -> str:
    """A hyphen for what looks like one; the long vowel of Japanese domains (ー) is a letter."""
    return "-" if codes.is_dash(sign) and not sign.isalpha() else sign


def _domain(domain: str, plain: str) -> tuple[str, str]:
    """As mail servers know it, and as people read it."""
    try:
        known = idna.encode(domain, uts46=True, transitional=False).decode("ascii")
        readable = idna.decode(known)
    except (idna.IDNAError, UnicodeError) as error:
        raise Refused(Problem.DOMAIN, plain) from error
    if not all(_LABEL.fullmatch(label) for label in known.split(".")):
        raise Refused(Problem.DOMAIN, plain)
    return known, readable
