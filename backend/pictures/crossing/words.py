"""What the crossing says: labels, the one-sentence reading, captions of the replay, the table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from backend.pictures.crossing.data import (
    CrossingData,
    CrossingTexts,
    Plural,
    SuccessStone,
    TableRow,
)
from backend.pictures.crossing.rows import WEEK, Row, monday_of, rows_of, steps_of


def number(count: int, texts: CrossingTexts) -> str:
    return f"{count:,}".replace(",", texts.thousands)


def counted(plural: Plural, count: int, texts: CrossingTexts) -> str:
    form = plural.one if count == 1 else plural.many
    return form.format(count=number(count, texts))


def day(when: date, texts: CrossingTexts, *, year: bool = False) -> str:
    form = texts.day_year if year else texts.day
    return form.format(day=when.day, month=texts.months[when.month - 1], year=when.year)


def row_name(row: Row, texts: CrossingTexts, *, year: bool) -> str:
    form = texts.week if row.weeks == 1 else texts.weeks
    return form.format(day=day(row.monday, texts, year=year))


def row_counts(row: Row, texts: CrossingTexts) -> str:
    """ "3 geluisterd, 2 geprobeerd, 1 gevierd"; empty for open water."""
    counts = (
        (row.listened, texts.listened),
        (row.tried, texts.tried),
        (row.changed, texts.changed),
        (row.golden, texts.golden),
    )
    return ", ".join(f"{number(count, texts)} {word}" for count, word in counts if count)


def success_label(success: SuccessStone | None, row: Row, texts: CrossingTexts, year: bool) -> str:
    name = row_name(row, texts, year=year)
    if success is None:
        return texts.stone.format(kind=texts.golden, week=name)
    return texts.success.format(title=success.title, week=name)


def sentence(data: CrossingData, texts: CrossingTexts) -> str:
    """The crossing in one sentence, for who doesn't see it; on the phone too since its start."""
    rows = rows_of(data)
    steps = steps_of(rows)
    if not steps:
        return texts.sentence_none
    golden = sum(row.golden for row in rows)
    return texts.sentence.format(
        start=day(data.start, texts, year=data.start.year != data.today.year),
        steps=counted(texts.steps, steps, texts),
        successes=counted(texts.successes, golden, texts),
    )


def season(row: Row) -> date:
    """A week belongs to the month and quarter of its Thursday."""
    return row.monday + timedelta(days=3)


def _quarters(rows: Sequence[Row]) -> list[list[Row]]:
    quarters: dict[tuple[int, int], list[Row]] = {}
    for row in rows:
        day_in = season(row)
        quarters.setdefault((day_in.year, (day_in.month - 1) // 3), []).append(row)
    return list(quarters.values())


def captions(
    every: Sequence[Row], shown: Sequence[Row], texts: CrossingTexts
) -> list[dict[str, Any]]:
    """One sentence a quarter, told over all rows, for those that are shown.

    `at` and `to` are indices in `shown` of the quarter's first and last row. The sentence is of the
    whole quarter; until it is laid its `name` is told, with the steps so far (`before` of them lie
    in rows that are not shown).
    """
    before: Sequence[Row] | None = None
    told: list[dict[str, Any]] = []
    for quarter in _quarters(every):
        seen = [i for i, row in enumerate(shown) if row.monday in {one.monday for one in quarter}]
        text = _caption(quarter, before, texts) + _celebrated(quarter, texts)
        if seen:
            unseen = steps_of(quarter) - steps_of(shown[i] for i in seen)
            one = {"at": seen[0], "to": seen[-1], "text": text}
            told.append({**one, "name": _capital(_quarter_name(quarter, texts)), "before": unseen})
        before = quarter if before or steps_of(quarter) else None
    return told


def _caption(quarter: Sequence[Row], before: Sequence[Row] | None, texts: CrossingTexts) -> str:
    said = _verdict(quarter, before, texts).format(
        quarter=_quarter_name(quarter, texts),
        month=texts.months[season(quarter[0]).month - 1],
        steps=counted(texts.steps, steps_of(quarter), texts),
    )
    return _capital(said)


def _quarter_name(quarter: Sequence[Row], texts: CrossingTexts) -> str:
    first, last = season(quarter[0]), season(quarter[-1])
    form = texts.quarter_one if first.month == last.month else texts.quarter
    months = texts.months[first.month - 1], texts.months[last.month - 1]
    return form.format(first=months[0], last=months[1], year=last.year)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _verdict(quarter: Sequence[Row], before: Sequence[Row] | None, texts: CrossingTexts) -> str:
    """The sentence's form. A quarter that still runs is never called less than a whole one."""
    steps = steps_of(quarter)
    if not steps:
        return texts.caption_quiet
    if before is None:
        return texts.caption_first
    if steps >= steps_of(before) * 1.15:
        return texts.caption_more
    if steps <= steps_of(before) * 0.85 and len(quarter) >= len(before):
        return texts.caption_less
    return texts.caption_same


def _celebrated(quarter: Sequence[Row], texts: CrossingTexts) -> str:
    golden = sum(row.golden for row in quarter)
    titles = [success.title for row in quarter for success in row.successes]
    if not golden or not titles:
        return ""
    template = texts.caption_success if golden == 1 else texts.caption_successes
    return template.format(title=titles[-1], successes=counted(texts.successes, golden, texts))


def silences(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """First and last index of each stretch of three or more rows with hardly a step."""
    busy = sorted(row.total for row in rows if row.total)
    if not busy:
        return []
    hardly = busy[len(busy) // 2] * 0.12
    first = next(i for i, row in enumerate(rows) if row.total)
    found: list[tuple[int, int]] = []
    since: int | None = None
    for i, row in enumerate(rows):
        if i > first and row.total <= hardly:
            since = i if since is None else since
            continue
        if since is not None and i - since >= 3:
            found.append((since, i - 1))
        since = None
    if since is not None and len(rows) - since >= 3:
        found.append((since, len(rows) - 1))
    return found


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
