"""From weeks to rows: what is counted together, and how many steps one stone stands for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import chain
from math import ceil
from typing import NamedTuple

from backend.pictures.crossing.data import CrossingData, CrossingWeek, SuccessStone
from backend.pictures.kept import kept

WEEK = timedelta(weeks=1)
MAX_STONES = 1060
MAX_ROWS = 130
# Above this many golden stones they are gathered per period, once a stone is many steps.
MAX_SINGLE_GOLD = 60


class Row(NamedTuple):
    """The steps of one week, or of a few weeks in a long programme."""

    monday: date
    weeks: int
    listened: int
    tried: int
    changed: int
    golden: int
    successes: tuple[SuccessStone, ...]
    total: int


class Marks(NamedTuple):
    """How many stones of each shape a row gets; `golden` are the single golden ones."""

    listened: int
    tried: int
    changed: int
    golden: int

    @property
    def plain(self) -> int:
        return self.listened + self.tried + self.changed


def monday_of(day: date) -> date:
    past = day.weekday()
    return day - timedelta(days=past) if past else day


def rows_of(data: CrossingData, *, first: date | None = None) -> tuple[Row, ...]:
    """Every week from the start until today, empty ones too, oldest first."""
    return _rows(data.weeks, data.start, data.today, first)


@kept(8)  # for both sizes of one page
def _rows(
    weeks: tuple[CrossingWeek, ...], start: date, today: date, first: date | None
) -> tuple[Row, ...]:
    known: dict[date, list[CrossingWeek]] = {}
    for week in weeks:
        known.setdefault(monday_of(week.monday), []).append(week)
    begin = first or min([monday_of(start), *known])
    last = max([monday_of(today), *known])
    count = max(1, (last - begin).days // 7 + 1)
    together = ceil(count / MAX_ROWS)
    found = [known.get(begin + WEEK * i, []) for i in range(count)]
    return tuple(
        [
            _row(begin + WEEK * i, min(together, count - i), found[i : i + together])
            for i in range(0, count, together)
        ]
    )


def _row(monday: date, count: int, found: Sequence[Sequence[CrossingWeek]]) -> Row:
    listened = tried = changed = golden = 0
    successes: tuple[SuccessStone, ...] = ()
    for week in chain.from_iterable(found):
        listened += week.listened
        tried += week.tried
        changed += week.changed
        golden += max(week.golden, len(week.successes))
        successes += week.successes
    total = listened + tried + changed
    golden = min(golden, total)
    shown = successes[:golden]
    return Row(monday, count, listened, tried, changed, golden, shown, total)


def steps_of(rows: Iterable[Row]) -> int:
    return sum([row.total for row in rows])


def nice_steps_per_stone(at_least: float) -> int:
    """1, 2, 5, 10, 20, 50 …: the first that is not below `at_least`."""
    power = 1
    while True:
        for lead in (1, 2, 5):
            if lead * power >= at_least:
                return lead * power
        power *= 10


def gathers_gold(rows: Sequence[Row], steps_per_stone: int) -> bool:
    """Whether golden stones stand together per period with their number."""
    return steps_per_stone > 1 and sum(row.golden for row in rows) > MAX_SINGLE_GOLD


def stones_of(row: Row, steps_per_stone: int, *, gathered: bool) -> int:
    """How many marks a row gets: a row with steps has at least one."""
    if steps_per_stone == 1 or not row.total:
        return row.total
    return max(1, round(row.total / steps_per_stone)) + (0 if gathered else row.golden)


def marks_of(row: Row, steps_per_stone: int, *, gathered: bool) -> Marks:
    """Share out a row's stones over its kinds."""
    if steps_per_stone == 1:
        return _single_marks(row)
    if not row.total:
        return Marks(0, 0, 0, 0)
    stones = max(1, round(row.total / steps_per_stone))
    shares = [count * stones / row.total for count in (row.listened, row.tried, row.changed)]
    whole = [int(share) for share in shares]
    if (left := stones - sum(whole)) > 0:
        for i in sorted(range(3), key=lambda i: (whole[i] - shares[i], i))[:left]:
            whole[i] += 1
    return Marks(whole[0], whole[1], whole[2], 0 if gathered else row.golden)


def _single_marks(row: Row) -> Marks:
    """One stone a step: each golden stone takes the place of the step that turned golden."""
    if not row.golden:
        return Marks(row.listened, row.tried, row.changed, 0)
    left = {"listened": row.listened, "tried": row.tried, "changed": row.changed}
    turned = [success.kind for success in row.successes]
    turned += ["changed"] * (row.golden - len(turned))
    for kind in turned:
        for candidate in (kind, "changed", "tried", "listened"):
            if left.get(candidate, 0):
                left[candidate] -= 1
                break
    return Marks(left["listened"], left["tried"], left["changed"], len(turned))
