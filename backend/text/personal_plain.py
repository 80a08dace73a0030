"""A text as it is looked at: without what nobody sees, with wide signs and spaces as the usual ones."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from backend.text import signs

# Hyphens by another number, which nobody can tell apart; the longer dashes divide sentences.
_HYPHENS = frozenset("\u2010\u2011\u2012\u2212")
# The kinds of Unicode's signs that are an ordinary sign in another width.
_WIDTHS = ("<wide>", "<narrow>", "<small>", "<noBreak>")


@dataclass(frozen=True)
class Plain:
    """The text that is looked at, and where in the other each of its signs stands."""

    text: str
    places: range | list[int]

    def begin(self, at: int) -> int:
        """Where in the text as it was written the sign at `at` stands."""
        return self.places[at]

    def end(self, at: int) -> int:
        """Where in the text as it was written the piece ends that ends here before `at`."""
        return self.places[at - 1] + 1


def plain(text: str) -> Plain:
    """The text to look at. A sign becomes one sign or none, so that it takes as long as the text is."""
    if text.isascii():
        return Plain(text, range(len(text)))
    kept, places = [], []
    for place, sign in enumerate(text):
        usual = _usual(sign)
        if usual:
            kept.append(usual)
            places.append(place)
    return Plain("".join(kept), places)


@lru_cache(maxsize=4096)
def _usual(sign: str) -> str:
    if sign in _HYPHENS:
        return "-"
    digit = unicodedata.decimal(sign, None)
    if digit is not None:
        return str(digit)
    if unicodedata.category(sign) == "Zs":
        return " "
    if unicodedata.decomposition(sign).startswith(_WIDTHS):
        sign = unicodedata.normalize("NFKC", sign)
    return signs.without_invisible(sign)
