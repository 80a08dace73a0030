"""A title out of the text of a first step: everybody reads it, so it names no customer."""

from __future__ import annotations

import re

from backend.text import personal

TITLE_LENGTH = 70
# Stands for what is left out while the end of the sentence is looked for: no text has it.
_LEFT_OUT = "\ufdd0"
_IN_BRACKETS = re.compile(rf"\s*[(\[][\s,;]*{_LEFT_OUT}[\s,;{_LEFT_OUT}]*[)\]]")
_IN_A_ROW = re.compile(rf"{_LEFT_OUT}(?:[\s,;]*{_LEFT_OUT})+")
# What led up to a second thing that is left out hangs loose without it.
_LOOSE = re.compile(
    r"(?:[\s,;:(–-]|\b(?:en|and|met|with|van|of|op|on|at|in|aan|to|bij|mw|mevrouw|mevr|dhr|meneer|heer|de"
    r"|mrs|mr|ms|bsn|iban|tel|telefoon|phone|mail|e-mail|adres|address|postcode)\b\.?)+$",
    re.IGNORECASE,
)


def title_from(text: str) -> str:
    """The first sentence, cut between words where it is long, without its full stop.

    What looks like somebody's name or data is left out (`…`), once: before a second time it ends.
    """
    line = personal.without(text, _LEFT_OUT).strip().splitlines()[0].strip()
    sentence = re.split(rf"(?<=[.!?…])\s(?!{_LEFT_OUT})", line, maxsplit=1)[0].rstrip(" .")
    line, sentence = (_with_one_hole(one).replace(_LEFT_OUT, "…") for one in (line, sentence))
    if len(sentence) <= TITLE_LENGTH:
        return sentence or line[:TITLE_LENGTH]
    cut = sentence[: TITLE_LENGTH - 1].rsplit(" ", 1)[0]
    return (cut or sentence[: TITLE_LENGTH - 1]).rstrip(" ,;:-–") + "…"


def _with_one_hole(text: str) -> str:
    text = _IN_A_ROW.sub(_LEFT_OUT, _IN_BRACKETS.sub("", text))
    first, *more = text.split(_LEFT_OUT)
    if len(more) < 2:
        return text
    between = _LOOSE.sub("", more[0])
    return f"{first}{_LEFT_OUT}{between}".rstrip()
