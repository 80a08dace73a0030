"""The sentences of the replay, one a quarter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from backend.pictures.crossing.data import CrossingTexts
from backend.pictures.crossing.rows import Row, steps_of
from backend.pictures.crossing.words import counted

_THURSDAY = timedelta(days=3)


def season(row: Row) -> date:
    """A week belongs to the month and quarter of its Thursday."""
    return row.monday + _THURSDAY


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
    place = {row.monday: i for i, row in enumerate(shown)}
    before: Sequence[Row] | None = None
    told: list[dict[str, Any]] = []
    for quarter in _quarters(every):
        seen = [place[row.monday] for row in quarter if row.monday in place]
        if seen:
            text = _caption(quarter, before, texts) + _celebrated(quarter, texts)
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
