"""How large the stones are and how many steps each stands for: the same for every row."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import ceil
from typing import NamedTuple

from backend.pictures.crossing.rows import (
    MAX_STONES,
    Row,
    gathers_gold,
    nice_steps_per_stone,
    steps_of,
    stones_of,
)
from backend.pictures.kept import kept

# A cell is the stone with its own bit of water around it.
_WIDE, _FLAT, _MIN_AIR = 1.14, 1.02, 0.6
WEEK_PART = 0.92  # part of its pitch that a week of many stones takes: the rest keeps weeks apart
_SHRINK = 0.97
_MANY = 16  # stones in the busiest row: then it gets room for more
_FEW = 12  # stones in the busiest row: then they may be small after all
_PATH = 0.62  # part of the water a winding path takes: large stones leave room for titles
_WORTH = 0.72  # of the radius on a winding path
_GRAVEL = 3.2  # once a stone is many steps, it may as well be large enough to see its shape


class Field(NamedTuple):
    """The water to lay stones in: distance between rows, room across, radii allowed."""

    pitch: float
    across: float
    largest: float
    smallest: float
    upwards: bool = False  # stones are wider than high: they need more room across, then

    def cell(self, radius: float) -> float:
        """Distance along between stones of that radius; on a path across as well."""
        air = _FLAT if self.upwards and 2 * radius * _FLAT < self.pitch else _WIDE
        return 2 * radius * air + _MIN_AIR

    def line(self, radius: float) -> float:
        """Distance across between stones of one row."""
        return 2 * radius * (_WIDE if self.upwards else _FLAT) + _MIN_AIR

    def abreast(self, radius: float) -> int:
        """How many stones lie side by side within a row; 0 when one is wider than a row."""
        cell = self.cell(radius)
        return max(1, int(self.pitch * WEEK_PART / cell)) if cell <= self.pitch else 0


class Scale(NamedTuple):
    """How the picture is drawn."""

    radius: float
    steps_per_stone: int
    gathered: bool
    busiest: int  # so many stones have room in a row


def scale_of(rows: Sequence[Row], field: Field) -> Scale:
    """The largest stones and the fewest steps per stone with which the busiest weeks fit."""
    steps_per_stone = nice_steps_per_stone(steps_of(rows) / MAX_STONES)
    while True:
        singly = not gathers_gold(rows, steps_per_stone)
        # Gold that would never fit singly is gathered, or this would go on for ever.
        for gathered in [False, True] if singly and steps_per_stone > 1 else [not singly]:
            counts = tuple([stones_of(row, steps_per_stone, gathered=gathered) for row in rows])
            for most in (
                (roomy(max(counts)), max(counts)) if steps_per_stone == 1 else (max(counts),)
            ):
                radius = _radius_for(counts, most, field)
                tiny = steps_per_stone > 1 and (radius or 0) < _GRAVEL
                if radius is not None and not (tiny and most > _FEW):
                    return Scale(radius, steps_per_stone, gathered, most)
        steps_per_stone = nice_steps_per_stone(steps_per_stone + 1)


def roomy(most: int) -> int:
    """The busiest row with room for a few more, so that not every step makes all stones smaller."""
    step = 1 if most < _MANY else 2 if most < 2 * _MANY else 4
    return most + -most % step


@kept(64)
def _radius_for(counts: tuple[int, ...], most: int, field: Field) -> float | None:
    """The largest radius that fits; rows of their own are worth a slightly smaller stone."""
    sums = [0, *accumulate(counts)]
    busiest: dict[int, int] = {}
    path = None
    radius = field.largest
    while radius >= field.smallest:
        abreast = field.abreast(radius)
        if abreast:
            if most <= int(field.across / field.line(radius)) * abreast:
                return radius if path is None or radius > path * _WORTH else path
        elif path is None:
            cell = field.cell(radius)
            # Stones wider than a row lie beside the rows around them: those share the lanes.
            window = min(len(counts), ceil(cell / field.pitch))
            if window not in busiest:
                busiest[window] = max(
                    after - before for before, after in zip(sums, sums[window:], strict=False)
                )
            if busiest[window] <= int(field.across * _PATH / cell):
                path = radius
        radius *= _SHRINK
    return path
