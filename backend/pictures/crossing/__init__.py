"""The crossing: every step a stone, every success a golden one, together the way across."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from backend.pictures.crossing import laptop as laptop_drawing
from backend.pictures.crossing import phone as phone_drawing
from backend.pictures.crossing import table, words
from backend.pictures.crossing.captions import captions, season
from backend.pictures.crossing.data import (
    Bank,
    Crossing,
    CrossingData,
    CrossingTexts,
    CrossingWeek,
    Kind,
    LegendEntry,
    Plural,
    Size,
    SuccessStone,
    TableRow,
)
from backend.pictures.crossing.draw import Canvas
from backend.pictures.crossing.rows import WEEK, Row, monday_of, rows_of, steps_of
from backend.pictures.icons import stone_icon

__all__ = [
    "Bank",
    "Crossing",
    "CrossingData",
    "CrossingTexts",
    "CrossingWeek",
    "Kind",
    "LegendEntry",
    "Plural",
    "Size",
    "SuccessStone",
    "TableRow",
    "crossing",
    "crossing_table",
    "every_week",
]


def crossing(
    data: CrossingData,
    texts: CrossingTexts,
    *,
    size: Size = Size.LAPTOP,
    interactive: bool = True,
    key: str = "",
) -> Crossing:
    """Draw the crossing.

    The SVG stays under 60 kB and about 1,200 marks at any number of steps. `interactive` adds
    what crossing.ts needs (weeks, labels, links); without it the SVG stands alone (e-mail,
    print, PNG, download). `key` prefixes the ids; two crossings on one page need different
    ones (default: the size's first letter).
    """
    phone = size is Size.PHONE
    first = monday_of(data.today) - WEEK * (phone_drawing.WEEKS - 1) if phone else None
    every = rows_of(data)
    rows = rows_of(data, first=max(first, every[0].monday)) if first else every
    canvas = Canvas(
        rows=rows,
        texts=texts,
        scale=phone_drawing.scale_for(rows) if phone else laptop_drawing.scale_for(data, rows),
        interactive=interactive,
        key=key or size.value[0],
        year=rows[0].monday.year != rows[-1].monday.year,
    )
    before = _before(every, rows, texts) if phone else ""
    said = words.sentence(data, every, texts)
    drawn = (
        phone_drawing.draw(canvas, data, said, before)
        if phone
        else laptop_drawing.draw(canvas, data, said)
    )
    return _told(canvas, drawn, said, before, every)


def _before(every: Sequence[Row], shown: Sequence[Row], texts: CrossingTexts) -> str:
    """What lies before the weeks shown, in one line; nothing when nothing does."""
    steps = steps_of(row for row in every if row.monday < shown[0].monday)
    if not steps:
        return ""
    month = texts.months[season(every[0]).month - 1]
    return texts.before.format(steps=words.counted(texts.steps, steps, texts), month=month)


def _told(canvas: Canvas, svg: str, said: str, before: str, every: Sequence[Row]) -> Crossing:
    texts, per_stone = canvas.texts, canvas.scale.steps_per_stone
    kinds = (
        ("listened", texts.listened),
        ("tried", texts.tried),
        ("changed", texts.changed),
        ("golden", texts.golden),
    )
    width, height = (
        int(part) for part in svg.split('viewBox="0 0 ', 1)[1].split('"', maxsplit=1)[0].split()
    )
    return Crossing(
        svg=svg,
        width=width,
        height=height,
        title=texts.title,
        sentence=said,
        scale_note=texts.scale.format(count=words.number(per_stone, texts))
        if per_stone > 1
        else "",
        before=before,
        legend=tuple(LegendEntry(kind, label, stone_icon(kind)) for kind, label in kinds),
        successes=tuple(
            sorted(
                (one for row in reversed(canvas.rows) for one in reversed(row.successes)),
                key=lambda one: one.told,
            )
        ),
        replay={
            "rows": len(canvas.rows),
            "steps": [row.total for row in canvas.rows],
            "weeks": [words.row_words(row, texts, year=canvas.year) for row in canvas.rows],
            "so_far": [texts.so_far.one, texts.so_far.many],
            "captions": captions(every, canvas.rows, texts),
        },
        steps_per_stone=per_stone,
        laid=any(row.total for row in every),
    )


def crossing_table(data: CrossingData, texts: CrossingTexts) -> tuple[TableRow, ...]:
    """The numbers behind the picture, one row per week with steps, newest first."""
    return table.table(data, texts)


def every_week(rows: Sequence[TableRow], *, until: date) -> Iterator[TableRow]:
    """The rows of a table, the oldest first, with the weeks without a step from the first row up to
    the week of `until`; nothing of an empty table."""
    return table.every_week(rows, until)
