"""Many successes: gathered per month or quarter into one golden stone with their number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backend.pictures.boxes import Box
from backend.pictures.crossing.draw import Canvas
from backend.pictures.crossing.sky import Sky
from backend.pictures.crossing.words import counted, number
from backend.pictures.lettering import BRICOLAGE, measure
from backend.pictures.stones import INK, SUN
from backend.pictures.svg import clean, jitter, num

_HALF_HIGH = 12.0


@dataclass(frozen=True, slots=True)
class Gathered:
    """The successes of the rows `first` to `last`, as one stone at x, y."""

    first: int
    last: int
    count: int
    x: float
    y: float
    half_wide: float


def periods(canvas: Canvas) -> list[tuple[int, int]]:
    """First and last row of each month, or of each quarter when there are many."""
    months = (canvas.rows[-1].monday - canvas.rows[0].monday).days / 30.4
    span = 1 if months <= 13 else 3 if months <= 40 else 12
    found: dict[tuple[int, int], list[int]] = {}
    for i, row in enumerate(canvas.rows):
        found.setdefault((row.monday.year, (row.monday.month - 1) // span), []).append(i)
    return [(rows[0], rows[-1]) for rows in found.values()]


def _counts(canvas: Canvas) -> Iterator[tuple[int, int, int, float]]:
    """Of each period with successes: first and last row, their number, half the stone's width."""
    for first, last in periods(canvas):
        count = sum(row.golden for row in canvas.rows[first : last + 1])
        if count:
            half = measure(number(count, canvas.texts), 14, "heading") / 2 + 8
            yield first, last, count, max(17.0, half)


def gathered_beside(canvas: Canvas, right: float, middles: Sequence[float]) -> list[Gathered]:
    """One stone a period in a column that ends at `right`, halfway its rows."""
    return [
        Gathered(first, last, count, right - half, (middles[first] + middles[last]) / 2, half)
        for first, last, count, half in _counts(canvas)
    ]


def gathered_gold(canvas: Canvas, middles: Sequence[float], sky: Sky) -> tuple[Gathered, ...]:
    """One stone a period above the widest stones around it, none over another."""
    stones: list[Gathered] = []
    for first, last, count, half in _counts(canvas):
        x = (middles[first] + middles[last]) / 2
        top = sky.edge(x - half - 3, x + half + 3, -1, 220.0)
        stone = Gathered(first, last, count, x, top - _HALF_HIGH - 7, half)
        box = Box(x - half - 2, stone.y - 14, x + half + 2, stone.y + 14)
        while box.meets_any(sky.taken):
            box = Box(box.left, box.top - 6, box.right, box.bottom - 6)
        stone = Gathered(first, last, count, x, (box.top + box.bottom) / 2, half)
        sky.taken.append(box)
        stones.append(stone)
    return tuple(stones)


def _period_name(canvas: Canvas, one: Gathered) -> str:
    texts = canvas.texts
    first, last = canvas.rows[one.first].monday, canvas.rows[one.last].monday
    form = texts.quarter_one if first.month == last.month else texts.quarter
    return form.format(
        first=texts.months[first.month - 1], last=texts.months[last.month - 1], year=last.year
    )


def gathered_stone(canvas: Canvas, one: Gathered) -> str:
    """A golden slab with its number; it belongs to its period's last row in the replay."""
    wide, high = one.half_wide, _HALF_HIGH
    tilt = num(jitter(one.first, one.count) * 3)
    place = f'x="{num(one.x - wide)}" y="{num(one.y - high)}"'
    size = f'width="{num(wide * 2)}" height="{num(high * 2)}" rx="8"'
    inner = (
        f'<rect class="stone-gold" fill="{SUN}" stroke="{INK}" stroke-width="1.5" {place} '
        f'{size} transform="rotate({tilt} {num(one.x)} {num(one.y)})"/>'
        f'<text class="crossing-on-gold" x="{num(one.x)}" y="{num(one.y + 5)}" font-size="14" '
        f'font-weight="700" text-anchor="middle" font-family="{BRICOLAGE}" fill="{INK}">'
        f"{number(one.count, canvas.texts)}</text>"
    )
    if not canvas.interactive:
        return inner
    label = canvas.texts.gathered.format(
        successes=counted(canvas.texts.successes, one.count, canvas.texts),
        period=_period_name(canvas, one),
    )
    return f'<g data-w="{one.last}" data-gold="" data-label="{clean(label)}">{inner}</g>'
