"""From weeks to rows: what is counted together, and how many steps one stone stands for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from backend.pictures.crossing.data import CrossingData, CrossingWeek, SuccessStone

WEEK = timedelta(weeks=1)
MAX_STONES = 1060
MAX_ROWS = 130
# Above this many golden stones they are gathered per period, once a stone is many steps.
MAX_SINGLE_GOLD = 60


@dataclass(frozen=True, slots=True)
class Row:
    """The steps of one week, or of a few weeks in a long programme."""

    monday: date
    weeks: int
    listened: int
    tried: int
    changed: int
    golden: int
    successes: tuple[SuccessStone, ...]

    @property
    def total(self) -> int:
        return self.listened + self.tried + self.changed


@dataclass(frozen=True, slots=True)
class Marks:
    """How many stones of each shape a row gets; `golden` are the single golden ones."""

    listened: int
    tried: int
    changed: int
    golden: int

    @property
    def total(self) -> int:
        return self.listened + self.tried + self.changed + self.golden


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def rows_of(data: CrossingData, *, first: date | None = None) -> tuple[Row, ...]:
    """Every week from the start until today, empty ones too, oldest first."""
    known: dict[date, list[CrossingWeek]] = {}
    for week in data.weeks:
        known.setdefault(monday_of(week.monday), []).append(week)
    start = first or min([monday_of(data.start), *known])
    last = max([monday_of(data.today), *known])
    count = max(1, (last - start).days // 7 + 1)
    together = ceil(count / MAX_ROWS)
    rows = []
    for i in range(0, count, together):
        mondays = [start + WEEK * j for j in range(i, min(count, i + together))]
        rows.append(_row(mondays, [week for monday in mondays for week in known.get(monday, ())]))
    return tuple(rows)


def _row(mondays: Sequence[date], weeks: Sequence[CrossingWeek]) -> Row:
    successes = tuple(success for week in weeks for success in week.successes)
    total = sum(week.total for week in weeks)
    golden = sum(max(week.golden, len(week.successes)) for week in weeks)
    return Row(
        monday=mondays[0],
        weeks=len(mondays),
        listened=sum(week.listened for week in weeks),
        tried=sum(week.tried for week in weeks),
        changed=sum(week.changed for week in weeks),
        golden=min(golden, total),
        successes=successes[: min(golden, total)],
    )


def steps_of(rows: Iterable[Row]) -> int:
    return sum(row.total for row in rows)


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


def marks_of(row: Row, steps_per_stone: int, *, gathered: bool) -> Marks:
    """Share out a row's stones over its kinds; a row with steps has at least one stone."""
    if steps_per_stone == 1:
        return _single_marks(row)
    if not row.total:
        return Marks(0, 0, 0, 0)
    golden = 0 if gathered else row.golden
    stones = max(1, round(row.total / steps_per_stone))
    counts = (row.listened, row.tried, row.changed)
    shares = [count * stones / row.total for count in counts]
    whole = [int(share) for share in shares]
    by_rest = sorted(range(3), key=lambda i: (whole[i] - shares[i], i))
    for i in by_rest[: stones - sum(whole)]:
        whole[i] += 1
    return Marks(whole[0], whole[1], whole[2], golden)


def _single_marks(row: Row) -> Marks:
    """One stone a step: each golden stone takes the place of the step that turned golden."""
    left = {"listened": row.listened, "tried": row.tried, "changed": row.changed}
    turned = [success.kind for success in row.successes]
    turned += ["changed"] * (row.golden - len(turned))
    for kind in turned:
        for candidate in (kind, "changed", "tried", "listened"):
            if left.get(candidate, 0):
                left[candidate] -= 1
                break
    return Marks(left["listened"], left["tried"], left["changed"], len(turned))
