"""Walking a tree of units; every walk ends, also where somebody broke the tree. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

Parents = Mapping[int, int | None]


class Placed(Protocol):
    """A unit with its parent at hand."""

    pk: int
    name: str

    @property
    def parent(self) -> Placed | None:
        """What it is part of."""


def upwards(unit: Placed | None) -> Iterator[Placed]:
    """A unit and what it is part of, one after the other, each once; nothing for none."""
    seen: set[int] = set()
    while unit is not None and unit.pk not in seen:
        seen.add(unit.pk)
        yield unit
        unit = unit.parent


def above(parents: Parents, pk: int) -> list[int]:
    """A unit and all that stand above it, itself first.

    It ends at a unit without a parent, or whose parent is not among `parents`; in a circle, before
    the first one that comes back.
    """
    path = [pk]
    up = parents.get(pk)
    while up is not None and up in parents and up not in path:
        path.append(up)
        up = parents[up]
    return path


def top(parents: Parents, pk: int) -> int:
    """The unit at the top of its branch; of a circle the oldest in it, from wherever one comes."""
    path = above(parents, pk)
    up = parents.get(path[-1])
    return min(path[path.index(up) :]) if up in path else path[-1]
