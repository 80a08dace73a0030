"""A title out of the text of a first step: everybody reads it, so it names no customer."""

from __future__ import annotations

import re

from backend.text import personal, signs

TITLE_LENGTH = 70
# Stands for what is left out while the end of the sentence is looked for: no text has it.
_LEFT_OUT = "\ufdd0"
_IN_BRACKETS = re.compile(rf"\s*[(\[][\s,;]*{_LEFT_OUT}[\s,;{_LEFT_OUT}]*[)\]]")
_IN_A_ROW = re.compile(rf"{_LEFT_OUT}(?:[\s,;]*{_LEFT_OUT})+")
# What led up to a second thing that is left out hangs loose without it.
_LOOSE = re.compile(
    r"(?:[\s,;:(–-]|\b(?:en|and|met|with|van|of|op|on|at|in|aan|to|bij|mw|mevrouw|mevr|dhr|hr|meneer"
    r"|heer|heren|dames|familie|fam|gezin|echtpaar|de|mrs|mr|ms|bsn|iban|tel|telefoon|phone|mail|e-mail|adres|address|postcode)\b\.?)+$",
    re.IGNORECASE,
)


def title_from(text: str) -> str:
    """The first sentence, cut between words where it is long, without its full stop.

    What looks like somebody's name or data is left out (`…`), once: before a second time it ends.
    Empty where nothing else is said.
    """
    lines = personal.without(text, _LEFT_OUT).splitlines()
    return next(filter(None, map(_of_line, lines)), "")


def _of_line(line: str) -> str:
    """The title that a line gives; empty where nobody would see one, or only what was left out."""
    if signs.is_blank(line):
        return ""
    sentences = re.split(rf"(?<=[.!?…])\s(?!{_LEFT_OUT})", line.strip())
    told = [_with_one_hole(one.rstrip(" .")).strip() for one in sentences]
    without_any = "" if _LEFT_OUT in line else line.strip()
    sentence = next((one for one in told if one and _says(one)), without_any)
    title = sentence.replace(_LEFT_OUT, "…")
    if len(title) <= TITLE_LENGTH:
        return title
    cut = title[: TITLE_LENGTH - 1].rsplit(" ", 1)[0]
    return (cut or title[: TITLE_LENGTH - 1]).rstrip(" ,;:-–") + "…"


def _says(text: str) -> bool:
    """Whether it says more than what was left out of it."""
    return _LEFT_OUT not in text or any(sign.isalnum() for sign in text)


def _with_one_hole(text: str) -> str:
    text = _IN_A_ROW.sub(_LEFT_OUT, _IN_BRACKETS.sub("", text))
    first, *more = text.split(_LEFT_OUT)
    if len(more) < 2:
        return text
    between = _LOOSE.sub("", more[0])
    return f"{first}{_LEFT_OUT}{between}".rstrip()
