"""What looks like somebody's personal data in a free text: pointed out while it is written.

It finds likely places and misses others; what it names is a question to who writes, never a verdict.
Nothing that is found leaves the page on which it was typed.
"""

from __future__ import annotations

from backend.text import personal_names, personal_numbers
from backend.text.findings import Finding, Kind
from backend.text.personal_plain import plain

__all__ = ["LONGEST", "Finding", "Kind", "likely", "without"]

# No field takes so many signs: what lies beyond is refused, and not looked at.
LONGEST = 20_000


def likely(text: str) -> list[Finding]:
    """The likely places, in the order of the text; each piece of it once.

    Of the first `LONGEST` signs; it takes as much longer as the text is longer.
    """
    text = text[:LONGEST]
    looked_at = plain(text)
    every = [*personal_names.find(looked_at.text), *personal_numbers.find(looked_at.text)]
    found: list[Finding] = []
    last = 0
    for one in sorted(every, key=lambda each: (each.begin, -each.end)):
        if one.begin >= last:
            begin, end = looked_at.begin(one.begin), looked_at.end(one.end)
            found.append(Finding(one.kind, begin, end, text[begin:end]))
            last = one.end
    return found


def without(text: str, instead: str = "…") -> str:
    """The text with three dots (or `instead`) in place of what looks like somebody's data."""
    kept, at = [], 0
    for one in likely(text):
        kept += [text[at : one.begin], instead]
        at = one.end
    return "".join([*kept, text[at:]])
