"""A phone's banks and their words: above where it leads to, below where it began."""

from __future__ import annotations

from collections.abc import Sequence

from backend.pictures.crossing.data import Bank
from backend.pictures.crossing.lines import words
from backend.pictures.kept import kept
from backend.pictures.lettering import wrap
from backend.pictures.stones import BANK
from backend.pictures.water import edge, path

WIDTH = 390
BESIDE = 240  # water and banks go on to both sides, for screens between phone and laptop
_DEPTH = 11.0


@kept(128)
def banks(top: float, bottom: float, height: int) -> str:
    parts = []
    for base, seed, back in ((top, 4, 0), (bottom, 6, height)):
        points = edge(WIDTH + 2 * BESIDE, seed, step=60, depth=_DEPTH)
        shore = path([(x - BESIDE, base + out) for x, out in points])
        parts.append(
            f'<path class="crossing-foam" fill="none" stroke="#fff" stroke-width="7" '
            f'stroke-opacity=".7" d="{shore}"/>'
            f'<path class="crossing-bank" fill="{BANK}" d="{shore}V{back}H{-BESIDE - 60}Z"/>'
        )
    return "".join(parts)


def _lines(
    titles: Sequence[str], lines: Sequence[str], y: float, language: str = ""
) -> tuple[str, float]:
    parts = []
    for title in titles:
        parts.append(words(title, WIDTH / 2, y, size=19, anchor="middle", weight=700, heading=True))
        y += 24
    for line in lines:
        parts.append(
            words(line, WIDTH / 2, y, size=16, anchor="middle", name="soft", language=language)
        )
        y += 22
    return "".join(parts), y - 22


@kept(256)
def far_words(bank: Bank) -> tuple[str, float]:
    titles = wrap(bank.title, 320, 19, lines=2, face="heading")
    return _lines(titles, wrap(bank.text, 320, 16, lines=3), 36, bank.language)


@kept(256)
def near_words(bank: Bank, before: str, y: float) -> tuple[str, float]:
    if before:
        return _lines(wrap(before, 330, 19, lines=2, face="heading"), (), y)
    titles = wrap(bank.title, 330, 19, lines=2, face="heading")
    return _lines(titles, wrap(bank.text, 320, 16, lines=4), y, bank.language)
