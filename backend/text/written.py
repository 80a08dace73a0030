"""A line and running text, as they are kept: the two shapes of everything that people type."""

from __future__ import annotations

import re

from backend.text import signs

_BLANKS = re.compile(r"[^\S\n]+")
_OPENERS, _OVERRIDES = frozenset("\u202a\u202b\u2066\u2067\u2068"), frozenset("\u202d\u202e")
_POP, _POP_ISOLATE = "\u202c", "\u2069"
_ISOLATES = frozenset("\u2066\u2067\u2068")
# A joiner means something between letters of a script that joins, and within an emoji.
_JOINS = (
    "\u0600-\u08ff\u0900-\u0dff\u0e00-\u0eff\u0f00-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc"
)
_LOOSE_JOINER = re.compile(f"(?<![{_JOINS}])[{signs.JOINERS}]|[{signs.JOINERS}](?![{_JOINS}])")
_LOOSE_IN_LINE = re.compile(
    "\u200d(?![^\\s\u200d])|(?<![^\\s\u200d])\u200d|\u200c(?!\\S)|(?<!\\S)\u200c"
)


def line(text: str) -> str:
    """One line: a title, a label. Empty where nothing of it would be seen.

    Line ends and tabs become spaces; signs without a shape go, and those that steer the direction
    of reading; emoji and the joiners of Persian and Indic scripts stay.
    """
    kept = " ".join(_fit(text).split())
    kept = signs.without_shapeless(signs.without_bidi(signs.without_hidden_tags(kept)))
    kept = _LOOSE_IN_LINE.sub("", signs.composed(kept))
    return "" if signs.is_blank(kept) else " ".join(signs.trimmed(kept).split())


def name(text: str) -> str:
    """A line that something or somebody is called by: as `line`, with joiners only where they join."""
    return _LOOSE_JOINER.sub("", signs.without_bidi(line(text)))


def running(text: str) -> str:
    """Running text: its lines and tabs stay, each line keeps its own direction to itself.

    Empty where nothing of it would be seen.
    """
    kept = signs.without_hidden_tags(signs.composed(_fit(text))).replace("\ufeff", "")
    if signs.is_blank(kept):
        return ""
    return signs.trimmed("\n".join(_balanced(one) for one in kept.split("\n")))


def lines(text: str) -> list[str]:
    """Text of which each line is something of its own, with its blanks: how far in it stands tells."""
    return signs.composed(_fit(text)).split("\n")


def search(text: str, most: int = 80) -> str:
    """What somebody looks for, as far as it is looked at."""
    return line(text)[:most].strip()


def _fit(text: str) -> str:
    """Without what no message can carry; every end of a line is a line feed."""
    return signs.without_unfit(signs.LINE_ENDS.sub("\n", text))


def _balanced(text: str) -> str:
    """Every direction that a line begins it also ends; none is turned round by force."""
    if signs.without_bidi(text) == text:
        return text
    kept: list[str] = []
    opened: list[str] = []
    for sign in text:
        if sign in _OPENERS or sign in _OVERRIDES:
            opened.append(sign)
            if sign in _OVERRIDES:
                continue
        elif sign in (_POP, _POP_ISOLATE):
            isolate = sign == _POP_ISOLATE
            if not opened or (opened[-1] in _ISOLATES) != isolate:
                continue
            if opened.pop() in _OVERRIDES:
                continue
        kept.append(sign)
    closers = [
        _POP_ISOLATE if sign in _ISOLATES else _POP
        for sign in reversed(opened)
        if sign not in _OVERRIDES
    ]
    return "".join([*kept, *closers])
