"""Small stones: every row is a strip of its own, one or more stones wide."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from backend.pictures.crossing.laying import Layout, Sides, Stone, meander, mixed
from backend.pictures.crossing.rows import Marks
from backend.pictures.crossing.scale import WEEK_PART, Field, Scale
from backend.pictures.svg import jitter, jitter_on, seed_on, seeded

_LOOSEST = 1.4  # where there is room, stones of a row lie further apart


class Columns(NamedTuple):
    """What all rows have in common."""

    radius: float
    abreast: int
    line: float  # from one stone to the next, across
    room: float  # for the path to wind in
    pitch: float
    upwards: bool

    def middle(self, row: int) -> float:
        return meander(row * self.pitch, self.room) + jitter(row, 9) * self.line * 0.45


class Column(NamedTuple):
    """A row of small stones."""

    columns: Columns
    row: int
    marks: Marks

    def stones(self) -> list[Stone]:
        radius, abreast, line, _, pitch, upwards = self.columns
        row, middle = self.row, self.columns.middle(self.row)
        kinds = mixed(self.marks, row)
        spread = pitch * (WEEK_PART if abreast > 1 else 1) / abreast
        levels = _outward(ceil(len(kinds) / abreast))
        # A stone's own half size is up to its radius along, and less where it lies flat.
        loose_along = (spread - 2 * radius) * 0.32
        loose_across = min((line - (2.0 if upwards else 1.8) * radius) * 0.4, radius * 0.45)
        begun, ragged = seeded(row), len(kinds) // abreast
        found = []
        for i, kind in enumerate(kinds):
            level, place = divmod(i, abreast)
            if level == ragged:  # the ragged line has room to choose
                place = (place + row) % abreast
            state = seed_on(begun, i)
            along = (place - (abreast - 1) / 2) * spread + jitter_on(state, 1) * loose_along
            across = levels[level] * line + jitter_on(state, 2) * loose_across
            if abreast > 1:  # like bricks, half a stone on: gravel lies in no grid
                across += ((place + row) % 2 - 0.5) * line / 2
            found.append(Stone(row, kind, along, middle + across))
        return found


def lay_columns(marks: Sequence[Marks], scale: Scale, field: Field) -> Layout:
    """A place for every stone, golden ones above and below their row."""
    radius = scale.radius
    abreast, line = field.abreast(radius), field.line(radius)
    most = max(1, ceil(scale.busiest / abreast))
    line *= min(_LOOSEST, max(1.0, field.across * 0.8 / (line * most)))
    room = min(22.0, max(0.0, (field.across - line * most) / 2))
    columns = Columns(radius, abreast, line, room, field.pitch, field.upwards)
    rows = [Column(columns, row, mark) for row, mark in enumerate(marks)]
    return Layout(rows, _golden(columns, marks))


def _golden(columns: Columns, marks: Sequence[Marks]) -> list[Stone]:
    line, sides = columns.line, Sides()
    found = []
    for row, mark in enumerate(marks):
        if not mark.golden:
            continue
        high, middle = ceil(mark.plain / columns.abreast), columns.middle(row)
        for nth in range(mark.golden):
            side, rank = sides.take(row)
            reach = (high - 1) / 2 * line + line * 1.2 if high else 0.0
            reach += rank * line * 1.3
            found.append(Stone(row, "golden", 0.0, middle + side * reach, side, nth))
    return found


def _outward(high: int) -> list[float]:
    """Lines are filled from the middle outwards, so that the ragged one lies at the edge."""
    middle = (high - 1) / 2
    return [place - middle for place in sorted(range(high), key=lambda at: (abs(at - middle), at))]
