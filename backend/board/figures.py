"""The board's figures once they are read: plain counts, and sums over them. No database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from backend.board import folds


@dataclass(frozen=True)
class Figures:
    """Steps and golden stones by (monday, unit, kind), counts by (unit, name).

    `folded_below` is the cursor up to which they come from the roll-ups.
    """

    steps: Counter[folds.WeekKey] = field(default_factory=Counter)
    golden: Counter[folds.WeekKey] = field(default_factory=Counter)
    tallies: Counter[folds.TallyKey] = field(default_factory=Counter)
    folded_below: int = field(default=0, compare=False)

    def add(self, deltas: folds.Deltas) -> None:
        """Take in what events behind the cursor bring."""
        for mine, theirs in (
            (self.steps, deltas.steps),
            (self.golden, deltas.golden),
            (self.tallies, deltas.tallies),
        ):
            for key, value in theirs.items():
                mine[key] += value  # type: ignore[index]

    @property
    def total(self) -> int:
        """All stones."""
        return sum(self.steps.values())

    @property
    def units(self) -> set[int]:
        """The units in which a stone lies."""
        return {unit for (_week, unit, _kind), number in self.steps.items() if number > 0}

    def of_kind(self, kind: str) -> int:
        """All stones of one kind."""
        return sum(number for (_week, _unit, found), number in self.steps.items() if found == kind)

    def named(self, name: str) -> int:
        """A count over all units, never below zero."""
        return max(0, sum(value for (_unit, key), value in self.tallies.items() if key == name))

    def starting(self, prefix: str) -> dict[str, int]:
        """Counts whose name starts so, by the rest of the name; only those above zero."""
        found: Counter[str] = Counter()
        for (_unit, key), value in self.tallies.items():
            if key.startswith(prefix):
                found[key.removeprefix(prefix)] += value
        return {key: value for key, value in found.items() if value > 0}

    def by_unit(self, shown: Mapping[int, int]) -> Counter[int]:
        """Steps by the team they are counted under."""
        return _by(self.steps, lambda key: shown.get(key[1], key[1]))

    def golden_by_unit(self, shown: Mapping[int, int]) -> Counter[int]:
        """Golden stones by the team they are counted under."""
        return _by(self.golden, lambda key: shown.get(key[1], key[1]))

    def last_week(self, shown: Mapping[int, int]) -> dict[int, date]:
        """The last week with a step, by the team it is counted under."""
        found: dict[int, date] = {}
        for (week, unit, _kind), number in self.steps.items():
            team = shown.get(unit, unit)
            if number > 0 and week > found.get(team, date.min):
                found[team] = week
        return found


def _by(counts: Counter[folds.WeekKey], team: Callable[[folds.WeekKey], int]) -> Counter[int]:
    found: Counter[int] = Counter()
    for key, number in counts.items():
        found[team(key)] += number
    return found


def median_weeks(finished: Mapping[int, int], running: Mapping[int, int]) -> int | None:
    """In how many weeks half of all is finished; None where that is not so yet.

    Kaplan and Meier's estimate. What still runs counts as long as it has run: leaving it out
    would make the slow ones look as if they did not exist.
    """
    at_risk = sum(finished.values()) + sum(running.values())
    # Exact: half of ten is half, whatever way it is come by.
    going_on = Fraction(1)
    for week in sorted({*finished, *running}):
        done = finished.get(week, 0)
        if done:
            going_on *= 1 - Fraction(done, at_risk)
            if going_on <= Fraction(1, 2):
                return max(1, week)
        at_risk -= done + running.get(week, 0)
    return None


def within_share(finished: Mapping[int, int], running: Mapping[int, int], weeks: int) -> float:
    """Finished in at most so many weeks ÷ all that is finished or has run longer; 0 for none."""
    quick = sum(number for week, number in finished.items() if week <= weeks)
    slow = sum(finished.values()) - quick
    slow += sum(number for week, number in running.items() if week > weeks)
    return quick / (quick + slow) if quick + slow else 0.0
