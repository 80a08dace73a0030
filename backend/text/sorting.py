"""Sort keys: the order in which a Dutch reader looks things up, whatever the database collates by.

Compared sign by sign (collation C). Case and accents do not count; a number counts by its value.
"""

from __future__ import annotations

import re
import unicodedata

from backend.text.particles import split_family

LONGEST = 200
# Letters that Unicode does not take apart, as a Dutch reader looks them up.
_ALIKE = str.maketrans(
    {
        "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
        "ħ": "h", "ŋ": "ng", "ə": "e", "ŧ": "t",
    }
)  # fmt: skip
_APOSTROPHES = str.maketrans("", "", "'’‘`´ʼ′\"“”„")
_NUMBER = re.compile(r"[0-9]+")
_UNSTRESSED = re.compile(r"['’‘`´](?:t|s|n)[\s-]+(?=\S)", re.IGNORECASE)


def folded(text: str) -> str:
    """Without case, accents and punctuation: two that look alike when read aloud are equal."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_ALIKE))
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    plain = plain.casefold().translate(_ALIKE).translate(_APOSTROPHES)
    return " ".join(re.sub(r"[\W_]+", " ", plain).split())


def key(text: str) -> str:
    """The sort key of a title or a thing's name; an unstressed `'t` or `'s` at the front is left out."""
    return _numbered(
        folded(_UNSTRESSED.sub("", text, count=1) if _UNSTRESSED.match(text) else text)
    )


def person_key(name: str, family: str = "") -> str:
    """The sort key of somebody: family name without what stands before it, then the rest.

    `family` is known where a list told it apart; else it is what follows the first prefix, or the
    last word.
    """
    given, _prefixes, last = split_family(name, family)
    return _numbered(folded(f"{last} {given}"))


def _numbered(text: str) -> str:
    """Team 2 before team 10."""
    return _NUMBER.sub(lambda found: found[0].lstrip("0").zfill(8), text)[:LONGEST]
