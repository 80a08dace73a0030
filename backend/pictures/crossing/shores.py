"""A laptop's water and banks, with the banks' words and the months: what no step changes."""

from __future__ import annotations

from datetime import timedelta

from backend.pictures.crossing.data import Bank
from backend.pictures.crossing.lines import words
from backend.pictures.crossing.time_line import FAR, NEAR, TimeLine
from backend.pictures.kept import kept
from backend.pictures.lettering import wrap
from backend.pictures.stones import BANK
from backend.pictures.water import edge, path

WIDTH, HEIGHT = 1440, 460
MIDDLE = 220.0
_DEPTH = 19.0
_WORDS = 28  # from the picture's side


@kept(1)
def banks() -> str:
    near = [(NEAR + out, along) for along, out in edge(HEIGHT, 3, step=58, depth=_DEPTH)]
    far = [(FAR + out, along) for along, out in edge(HEIGHT, 8, step=58, depth=_DEPTH)]
    parts = []
    for points, back in ((near, 0), (far, WIDTH)):
        shore = path(points)
        end = f"V{HEIGHT + 60}H{back}V-60Z"
        parts.append(
            f'<path class="crossing-foam" fill="none" stroke="#fff" stroke-width="7" '
            f'stroke-opacity=".7" d="{shore}"/>'
            f'<path class="crossing-bank" fill="{BANK}" d="{shore}{end}"/>'
        )
    return "".join(parts)


def bank_words(near: Bank, far: Bank) -> str:
    return _bank_words(near, _WORDS, "start", NEAR - _WORDS - _DEPTH - 8) + _bank_words(
        far, WIDTH - _WORDS, "end", WIDTH - FAR - _WORDS - _DEPTH - 8
    )


@kept(256)
def _bank_words(bank: Bank, x: float, anchor: str, width: float) -> str:
    titles = wrap(bank.title, width, 20, lines=2, face="heading")
    lines = wrap(bank.text, width, 15, lines=8)
    y = MIDDLE - (len(titles) * 25 + len(lines) * 22) / 2 + 18
    parts = []
    for title in titles:
        parts.append(words(title, x, y, size=20, anchor=anchor, weight=700, heading=True))
        y += 25
    for line in lines:
        parts.append(words(line, x, y, size=15, anchor=anchor, name="soft", language=bank.language))
        y += 22
    return "".join(parts)


@kept(128)
def months(line: TimeLine, names: tuple[str, ...], *, year: bool) -> str:
    """Names of months as far as there is room, else of quarters or years."""
    per_month = line.per_day * 30.4
    every = next((n for n in (1, 2, 3, 6, 12) if n * per_month >= 46), 12)
    parts = []
    day = line.first.replace(day=1)
    while day <= line.last:
        x = line.x(day)
        if (day.month - 1) % every == 0 and NEAR + 30 <= x <= FAR - 46:
            named = day.month == 1 and (year or every > 3)
            text = str(day.year) if named else names[day.month - 1]
            parts.append(words(text, x, HEIGHT - 20, size=14, name="soft"))
        day = (day + timedelta(days=32)).replace(day=1)
    return f'<g aria-hidden="true">{"".join(parts)}</g>'
