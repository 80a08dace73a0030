"""Where the stones lie. Time runs along the crossing, each row's stones lie across it."""

from __future__ import annotations

from collections.abc import Sequence
from math import sin
from typing import NamedTuple, Protocol

from backend.pictures.crossing.rows import Marks
from backend.pictures.svg import jitter_on, seed_on, seeded


class Stone(NamedTuple):
    """A stone of row `row`: along the crossing from the row's middle, across from the path's."""

    row: int
    kind: str
    along: float
    across: float
    side: int = 0  # golden only: -1 lies at the top of its row, 1 at the bottom
    nth: int = 0  # golden only: which of the row's successes


class RowOfStones(Protocol):
    """All that the plain stones of one row depend on: an equal one has the same stones."""

    def __hash__(self) -> int: ...

    def stones(self) -> Sequence[Stone]: ...


class Layout(NamedTuple):
    """The plain stones row by row, and the golden ones at the edge of their rows."""

    rows: Sequence[RowOfStones]
    golden: Sequence[Stone]


def mixed(marks: Marks, row: int) -> list[str]:
    """The row's plain stones, kinds mixed, always in the same order for the same week."""
    kinds = ["listened"] * marks.listened + ["tried"] * marks.tried + ["changed"] * marks.changed
    state = seeded(row)
    places = sorted([(jitter_on(seed_on(state, i), 5), i) for i in range(len(kinds))])
    return [kinds[i] for _, i in places]


def meander(along: float, room: float) -> float:
    """How far the path strays from the straight line, within `room` either way."""
    return room * (0.62 * sin(along / 97 + 0.7) + 0.38 * sin(along / 41))


class Sides:
    """Golden stones lie above and below their rows in turn, so that titles find room."""

    def __init__(self) -> None:
        self._turn = 0
        self._ranks: dict[tuple[int, int], int] = {}

    def take(self, row: int) -> tuple[int, int]:
        """The side of the next golden stone of this row and how many lie there already."""
        side = 1 if self._turn % 5 in (1, 3) else -1
        self._turn += 1
        rank = self._ranks.get((row, side), 0)
        self._ranks[row, side] = rank + 1
        return side, rank
