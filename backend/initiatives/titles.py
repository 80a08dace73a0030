"""A title out of the text of a first step."""

from __future__ import annotations

import re

TITLE_LENGTH = 70


def title_from(text: str) -> str:
    """The first sentence, cut between words where it is long, without its full stop."""
    line = text.strip().splitlines()[0].strip()
    sentence = re.split(r"(?<=[.!?…])\s", line, maxsplit=1)[0].rstrip(" .")
    if len(sentence) <= TITLE_LENGTH:
        return sentence or line[:TITLE_LENGTH]
    cut = sentence[: TITLE_LENGTH - 1].rsplit(" ", 1)[0]
    return (cut or sentence[: TITLE_LENGTH - 1]).rstrip(" ,;:-–") + "…"
