"""The numbers behind the picture, week by week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from backend.pictures.crossing.data import CrossingData, CrossingTexts, TableRow
from backend.pictures.crossing.rows import WEEK, monday_of
from backend.pictures.crossing.words import day


def every_week(rows: Sequence[TableRow], until: date) -> Iterator[TableRow]:
    """The rows of a table, the oldest first, with the weeks between them and up to `until`."""
    found = {row.monday: row for row in rows}
    if not found:
        return
    week, last = min(found), max(*found, monday_of(until))
    while week <= last:
        yield found.get(week) or TableRow(week, "", 0, 0, 0, 0, 0, ())
        week += WEEK


def table(data: CrossingData, texts: CrossingTexts) -> tuple[TableRow, ...]:
    year = len({week.monday.year for week in data.weeks}) > 1
    weeks = sorted((week for week in data.weeks if week.total), key=lambda w: w.monday)
    return tuple(
        TableRow(
            monday=monday_of(week.monday),
            label=texts.week.format(day=day(monday_of(week.monday), texts, year=year)),
            listened=week.listened,
            tried=week.tried,
            changed=week.changed,
            golden=min(week.total, max(week.golden, len(week.successes))),
            total=week.total,
            successes=week.successes,
        )
        for week in reversed(weeks)
    )
