"""A title out of the text of a first step: everybody reads it, so it names no customer."""

from __future__ import annotations

import re

from backend.text import personal

TITLE_LENGTH = 70
# Stands for what is left out while the end of the sentence is looked for: no text has it.
_LEFT_OUT = "\ufdd0"


def title_from(text: str) -> str:
    """The first sentence, cut between words where it is long, without its full stop.

    What looks like somebody's name or data is left out (`…`).
    """
    line = personal.without(text, _LEFT_OUT).strip().splitlines()[0].strip()
    sentence = re.split(rf"(?<=[.!?…])\s(?!{_LEFT_OUT})", line, maxsplit=1)[0].rstrip(" .")
    line, sentence = (one.replace(_LEFT_OUT, "…") for one in (line, sentence))
    if len(sentence) <= TITLE_LENGTH:
        return sentence or line[:TITLE_LENGTH]
    cut = sentence[: TITLE_LENGTH - 1].rsplit(" ", 1)[0]
    return (cut or sentence[: TITLE_LENGTH - 1]).rstrip(" ,;:-–") + "…"
