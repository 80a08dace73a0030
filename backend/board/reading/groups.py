"""Teams as the board shows them: never a figure about fewer than five people.

On each level those that are too small count together, under a name that holds all of them; a group
that was made holds for all that is shown below it. So whatever is shown is a part of what is shown
above it, in which five people work, and no difference of two figures tells of fewer. While fewer
than five people take part at all, there is no figure. See docs/decisions/0005-small-teams.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from backend.board.reading.grouping import Node, group_units
from backend.board.reading.parts import Part, Tree
from backend.organisations.selectors import FEWEST


@dataclass(frozen=True)
class Group:
    """Parts that count together, in the organisation's order.

    `beside` says how many known parts each of their parents has, `above` what those are called
    (nothing for the whole organisation): by these it gets its name.
    """

    parts: Sequence[Part]
    beside: Mapping[int, int]
    above: Mapping[int, str]

    @cached_property
    def lead(self) -> Part:
        """By which it is found: its large part, else the first that it is named after."""
        return min(
            self.parts, key=lambda part: (part.people < FEWEST, not part.is_known, part.is_own)
        )

    @property
    def people(self) -> int:
        return sum(part.people for part in self.parts)

    @property
    def steps(self) -> int:
        return sum(part.steps for part in self.parts)

    @property
    def golden(self) -> int:
        return sum(part.golden for part in self.parts)

    @property
    def is_known(self) -> bool:
        return any(part.is_known for part in self.parts)

    @property
    def units(self) -> list[int]:
        """The units at the head of its parts."""
        return [part.unit for part in self.parts]

    @cached_property
    def nodes(self) -> Mapping[int, int]:
        """Of which nodes its sums are made, each so many times."""
        found: Counter[int] = Counter()
        for part in self.parts:
            for node, times in part.nodes.items():
                found[node] += times
        return {node: times for node, times in found.items() if times}

    def holds(self, key: tuple[int, bool]) -> bool:
        """Whether a part, by its key, is one of its own."""
        return any(part.key == key for part in self.parts)


@dataclass(frozen=True)
class Level:
    """What a group (None: everything) falls into: groups, and teams in which nobody is yet."""

    groups: Sequence[Group]
    empty: Sequence[Part]

    @property
    def shown(self) -> int:
        return len(self.groups) + len(self.empty)


def level(*, tree: Tree, group: Group | None) -> Level:
    """The level below a group, which `tree` must have read; one group where it can't be parted."""
    parts = [part for one in (group.parts if group else [None]) for part in tree.parts(one)]
    beside = Counter(part.parent for part in parts if part.is_known)
    above = {**(group.above if group else {}), **{one.unit: one.name for one in _heads(group)}}
    made = [
        Group(members, beside, above)
        for members in _grouped(parts)
        if any(part.is_known for part in members)
    ]
    return Level(made, [part for part in parts if not part.is_known])


def _heads(group: Group | None) -> Sequence[Part]:
    return group.parts if group else ()


def _grouped(parts: Sequence[Part]) -> list[list[Part]]:
    found = group_units([Node(place, part.parent, part.people) for place, part in enumerate(parts)])
    return [[parts[place] for place in members] for members in found]
