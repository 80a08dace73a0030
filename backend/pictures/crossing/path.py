"""Large stones: a winding path, in which a stone lies beside those of weeks around it."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor
from typing import NamedTuple

from backend.pictures.crossing.laying import Layout, Sides, Stone, meander, mixed
from backend.pictures.crossing.rows import Marks
from backend.pictures.crossing.scale import Field, Scale
from backend.pictures.kept import kept
from backend.pictures.svg import jitter_on, seed_on, seeded

_NEVER = -1e9


class Path(NamedTuple):
    """What all rows have in common."""

    cell: float
    room: float  # to wind in
    pitch: float


class PathRow(NamedTuple):
    """A row of large stones, and when a stone was laid last in each lane."""

    laid: tuple[Stone, ...]
    last_at: tuple[float, ...]

    def stones(self) -> tuple[Stone, ...]:
        return self.laid


def lay_path(marks: Sequence[Marks], scale: Scale, field: Field) -> Layout:
    """A place for every stone, golden ones outside whatever lies near."""
    cell = field.cell(scale.radius)
    path = Path(cell, min(26.0, cell * 0.9), field.pitch)
    last_at = (_NEVER,) * int(field.across / cell)
    rows: list[PathRow] = []
    for row, mark in enumerate(marks):
        rows.append(_next(path, row, mark, last_at))
        last_at = rows[-1].last_at
    return Layout(rows, _golden(path, marks, rows))


@kept(1024)
def _next(path: Path, row: int, marks: Marks, last_at: tuple[float, ...]) -> PathRow:
    at, lanes = row * path.pitch, list(last_at)
    begun = seeded(row)
    stones: list[Stone] = []
    for i, kind in enumerate(mixed(marks, row)):
        state = seed_on(begun, i)
        lane = _free_lane(lanes, at, path.cell, jitter_on(state, 3))
        lanes[lane] = at
        across = (lane - (len(lanes) - 1) / 2) * path.cell + meander(at, path.room)
        across += jitter_on(state, 2) * path.cell * 0.05
        stones.append(Stone(row, kind, jitter_on(state, 1) * path.cell * 0.02, across))
    return PathRow(tuple(stones), tuple(lanes))


def _free_lane(last_at: Sequence[float], at: float, cell: float, lean: float) -> int:
    """The free lane that is nearest to the middle, or a little beside it."""
    count, enough = len(last_at), cell * 0.999
    middle = (count - 1) / 2 + lean * 1.1
    low = max(-1, min(count - 1, floor(middle)))
    high = low + 1
    while low >= 0 or high < count:
        if high >= count or (low >= 0 and middle - low <= high - middle):
            lane, low = low, low - 1
        else:
            lane, high = high, high + 1
        if at - last_at[lane] >= enough:
            return lane
    # The scale makes this impossible; the oldest lane is the least wrong.
    return min(range(count), key=lambda lane: last_at[lane])


def _golden(path: Path, marks: Sequence[Marks], rows: Sequence[PathRow]) -> list[Stone]:
    """Golden stones go outside whatever lies near, so that nothing stands before their title."""
    golden: list[Stone] = []
    sides, reach = Sides(), path.cell * 1.12
    around = ceil(reach / path.pitch) + 1
    beside: dict[int, list[Stone]] = {}
    for row, mark in enumerate(marks):
        for nth in range(mark.golden):
            side, _ = sides.take(row)
            near = [
                stone.across
                for other in range(max(0, row - around), min(len(rows), row + around + 1))
                for stone in (*rows[other].laid, *beside.get(other, ()))
                if abs((stone.row - row) * path.pitch + stone.along) < reach
            ]
            edge = max(side * across for across in near) if near else None
            across = (
                side * (edge + path.cell * 1.06)
                if edge is not None
                else meander(row * path.pitch, path.room)
            )
            golden.append(Stone(row, "golden", 0.0, across, side, nth))
            beside.setdefault(row, []).append(golden[-1])
    return golden
