"""What changes in the roll-ups: sums by unit, and the same raised to all that stand above it. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

# A node is a unit's id, or this: the whole organisation.
EVERYTHING = 0
KINDS = ("listened", "tried", "changed")

Chain = Callable[[int], Sequence[int]]
Weeks = dict[tuple[int, date], list[int]]
_Key = TypeVar("_Key")


@dataclass
class Deltas:
    """What to add, by node.

    `weeks`: listened, tried, changed and golden steps by (node, monday); `counts` by (node, name);
    `days` by (node, name, day); `carriers` open initiatives by (node, membership).
    """

    weeks: Weeks = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0, 0]))
    counts: Counter[tuple[int, str]] = field(default_factory=Counter)
    days: Counter[tuple[int, str, date]] = field(default_factory=Counter)
    carriers: Counter[tuple[int, int]] = field(default_factory=Counter)

    def units(self) -> set[int]:
        """The nodes that anything changes for."""
        kept = (self.weeks, self.counts, self.days, self.carriers)
        return {key[0] for found in kept for key in found}

    def raised(self, chain: Chain) -> Deltas:
        """The same for each node and for all above it, as `chain` gives them, itself first."""
        found = Deltas()
        for (unit, week), numbers in self.weeks.items():
            for node in chain(unit):
                _add(found.weeks[node, week], numbers)
        for (unit, name), number in self.counts.items():
            for node in chain(unit):
                found.counts[node, name] += number
        for (unit, name, day), number in self.days.items():
            for node in chain(unit):
                found.days[node, name, day] += number
        for (unit, membership), number in self.carriers.items():
            for node in chain(unit):
                found.carriers[node, membership] += number
        return found

    def add(self, other: Deltas) -> None:
        """Take in what another brings."""
        for key, numbers in other.weeks.items():
            _add(self.weeks[key], numbers)
        add_up(self.counts, other.counts.items())
        add_up(self.days, other.days.items())
        add_up(self.carriers, other.carriers.items())


def add_up(into: Counter[_Key], items: Iterable[tuple[_Key, int]], sign: int = 1) -> None:
    """Add each number to its key's."""
    for key, number in items:
        into[key] += sign * number


def _add(into: list[int], numbers: Sequence[int]) -> None:
    for place, number in enumerate(numbers):
        into[place] += number
