"""What the crossing says: names of weeks, what was done in them, the one-sentence reading."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from backend.pictures.crossing.data import CrossingData, CrossingTexts, Plural
from backend.pictures.crossing.rows import Row, steps_of
from backend.pictures.kept import kept


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
    day_form = texts.day_year if year else texts.day
    return _row_name(form, day_form, texts.months[row.monday.month - 1], row.monday)


@kept(4096)
def _row_name(form: str, day_form: str, month: str, monday: date) -> str:
    return form.format(day=day_form.format(day=monday.day, month=month, year=monday.year))


def row_words(row: Row, texts: CrossingTexts, *, year: bool) -> tuple[str, str]:
    """A row's name and what was done in it; of open water all is said by its name."""
    name = row_name(row, texts, year=year)
    if not row.total:
        return texts.week_empty.format(week=name), ""
    kinds = (texts.listened, texts.tried, texts.changed, texts.golden)
    counts = (row.listened, row.tried, row.changed, row.golden)
    return name, _row_counts(counts, kinds, texts.thousands)


@kept(4096)
def _row_counts(counts: tuple[int, ...], kinds: tuple[str, ...], thousands: str) -> str:
    """ "3 geluisterd, 2 geprobeerd, 1 gevierd"."""
    return ", ".join(
        f"{f'{count:,}'.replace(',', thousands)} {word}"
        for count, word in zip(counts, kinds, strict=True)
        if count
    )


def sentence(data: CrossingData, rows: Sequence[Row], texts: CrossingTexts) -> str:
    """The crossing in one sentence, for who doesn't see it; on the phone too of all its `rows`."""
    steps = steps_of(rows)
    if not steps:
        return texts.sentence_none
    golden = sum(row.golden for row in rows)
    return texts.sentence.format(
        start=day(data.start, texts, year=data.start.year != data.today.year),
        steps=counted(texts.steps, steps, texts),
        successes=counted(texts.successes, golden, texts),
    )


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
