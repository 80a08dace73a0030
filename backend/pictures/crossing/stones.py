"""Where the stones lie. Time runs along the crossing, each row's stones lie across it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sin

from backend.pictures.crossing.rows import (
    MAX_STONES,
    Marks,
    Row,
    gathers_gold,
    marks_of,
    nice_steps_per_stone,
    steps_of,
)
from backend.pictures.svg import jitter

# A cell is the stone with its own bit of water around it.
_WIDE, _FLAT, _MIN_AIR = 1.14, 1.02, 0.6
_WEEK = 0.92  # part of its pitch that a week of many stones takes: the rest keeps weeks apart
_SHRINK = 0.97
_FEW = 12  # stones in the busiest row: then they may be small after all
_PATH = 0.62  # part of the water a winding path takes: large stones leave room for titles
_WORTH = 0.72  # of the radius on a winding path
_LOOSEST = 1.4  # where there is room, stones of a row lie further apart
_GRAVEL = 3.2  # once a stone is many steps, it may as well be large enough to see its shape


@dataclass(frozen=True, slots=True)
class Field:
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
        return max(1, int(self.pitch * _WEEK / cell)) if cell <= self.pitch else 0


@dataclass(frozen=True, slots=True)
class Scale:
    """How the picture is drawn: the same for every row."""

    radius: float
    steps_per_stone: int
    gathered: bool


@dataclass(frozen=True, slots=True)
class Stone:
    """A stone of row `row`: along the crossing from the row's middle, across from the path's."""

    row: int
    kind: str
    along: float
    across: float
    side: int = 0  # golden only: -1 lies at the top of its row, 1 at the bottom
    nth: int = 0  # golden only: which of the row's successes


def scale_of(rows: Sequence[Row], field: Field) -> Scale:
    """The largest stones and the fewest steps per stone with which the busiest weeks fit."""
    steps_per_stone = nice_steps_per_stone(steps_of(rows) / MAX_STONES)
    while True:
        singly = not gathers_gold(rows, steps_per_stone)
        # Gold that would never fit singly is gathered, or this would go on for ever.
        for gathered in [False, True] if singly and steps_per_stone > 1 else [not singly]:
            counts = [marks_of(row, steps_per_stone, gathered=gathered).total for row in rows]
            radius = _radius_for(counts, field)
            tiny = steps_per_stone > 1 and (radius or 0) < _GRAVEL
            if radius is not None and not (tiny and max(counts) > _FEW):
                return Scale(radius, steps_per_stone, gathered)
        steps_per_stone = nice_steps_per_stone(steps_per_stone + 1)


def _radius_for(counts: Sequence[int], field: Field) -> float | None:
    """The largest radius that fits; rows of their own are worth a slightly smaller stone."""
    path = None
    radius = field.largest
    while radius >= field.smallest:
        if _fits(counts, field, radius):
            if field.abreast(radius):
                return radius if path is None or radius > path * _WORTH else path
            path = path or radius
        radius *= _SHRINK
    return path


def _fits(counts: Sequence[int], field: Field, radius: float) -> bool:
    cell, abreast = field.cell(radius), field.abreast(radius)
    if abreast:
        return max(counts) <= int(field.across / field.line(radius)) * abreast
    lanes = int(field.across * _PATH / cell)
    # Stones wider than a row lie beside the rows around them: those share the lanes.
    window = ceil(cell / field.pitch)
    busiest = max(sum(counts[i : i + window]) for i in range(len(counts)))
    return busiest <= lanes


def lay(rows: Sequence[Row], scale: Scale, field: Field) -> tuple[Stone, ...]:
    """A place for every stone, none over another; golden ones at the edge of their row."""
    marks = [marks_of(row, scale.steps_per_stone, gathered=scale.gathered) for row in rows]
    if field.abreast(scale.radius):
        return _lay_columns(marks, scale, field)
    return _lay_path(marks, scale, field)


def meander(along: float, room: float) -> float:
    """How far the path strays from the straight line, within `room` either way."""
    return room * (0.62 * sin(along / 97 + 0.7) + 0.38 * sin(along / 41))


def _mixed(marks: Marks, row: int) -> list[str]:
    """The row's plain stones, kinds mixed, always in the same order for the same week."""
    kinds = ["listened"] * marks.listened + ["tried"] * marks.tried + ["changed"] * marks.changed
    return [kind for _, _, kind in sorted((jitter(row, i, 5), i, k) for i, k in enumerate(kinds))]


def _lay_columns(marks: Sequence[Marks], scale: Scale, field: Field) -> tuple[Stone, ...]:
    """Small stones: every row is a strip of its own, one or more stones wide."""
    abreast, line = field.abreast(scale.radius), field.line(scale.radius)
    most = max(1, *(ceil(mark.total / abreast) for mark in marks))
    line *= min(_LOOSEST, max(1.0, field.across * 0.8 / (line * most)))
    room = min(22.0, max(0.0, (field.across - line * most) / 2))
    stones: list[Stone] = []
    sides = _Sides()
    for row, mark in enumerate(marks):
        middle = meander(row * field.pitch, room) + jitter(row, 9) * line * 0.45
        high = ceil((mark.total - mark.golden) / abreast)
        stones += _column(_mixed(mark, row), row, middle, scale.radius, line, field)
        for nth in range(mark.golden):
            side, rank = sides.take(row)
            reach = (high - 1) / 2 * line + line * 1.2 if high else 0.0
            reach += rank * line * 1.3
            stones.append(Stone(row, "golden", 0.0, middle + side * reach, side, nth))
    return tuple(stones)


def _column(  # noqa: PLR0917
    kinds: Sequence[str], row: int, middle: float, radius: float, line: float, field: Field
) -> list[Stone]:
    abreast = field.abreast(radius)
    spread = field.pitch * (_WEEK if abreast > 1 else 1) / abreast
    high = ceil(len(kinds) / abreast)
    # A stone's own half size is up to its radius along, and less where it lies flat.
    loose_along = (spread - 2 * radius) * 0.32
    loose_across = min((line - (2.0 if field.upwards else 1.8) * radius) * 0.4, radius * 0.45)
    stones = []
    for i, kind in enumerate(kinds):
        level, place = divmod(i, abreast)
        if level == len(kinds) // abreast:  # the ragged line has room to choose
            place = (place + row) % abreast
        along = (place - (abreast - 1) / 2) * spread + jitter(row, i, 1) * loose_along
        across = _outward(level, high) * line + jitter(row, i, 2) * loose_across
        if abreast > 1:  # like bricks, half a stone on: gravel lies in no grid
            across += ((place + row) % 2 - 0.5) * line / 2
        stones.append(Stone(row, kind, along, middle + across))
    return stones


def _outward(line: int, high: int) -> float:
    """Lines are filled from the middle outwards, so that the ragged one lies at the edge."""
    middle = (high - 1) / 2
    order = sorted(range(high), key=lambda place: (abs(place - middle), place))
    return order[line] - middle


class _Sides:
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


def _lay_path(marks: Sequence[Marks], scale: Scale, field: Field) -> tuple[Stone, ...]:
    """Large stones: a winding path, in which a stone lies beside those of weeks around it."""
    cell = field.cell(scale.radius)
    lanes = int(field.across / cell)
    room = min(26.0, cell * 0.9)
    last_at = [-1e9] * lanes
    stones: list[Stone] = []
    for row, mark in enumerate(marks):
        at = row * field.pitch
        for i, kind in enumerate(_mixed(mark, row)):
            lane = _free_lane(last_at, at, cell, jitter(row, i, 3))
            last_at[lane] = at
            across = (lane - (lanes - 1) / 2) * cell + meander(at, room)
            across += jitter(row, i, 2) * cell * 0.05
            stones.append(Stone(row, kind, jitter(row, i, 1) * cell * 0.02, across))
    return tuple(stones + _golden_path(marks, stones, scale, field, room))


def _free_lane(last_at: Sequence[float], at: float, cell: float, lean: float) -> int:
    middle = (len(last_at) - 1) / 2 + lean * 1.1
    free = [lane for lane, last in enumerate(last_at) if at - last >= cell * 0.999]
    if not free:  # _fits() makes this impossible; the oldest lane is the least wrong
        return min(range(len(last_at)), key=lambda lane: last_at[lane])
    return min(free, key=lambda lane: (abs(lane - middle), lane))


def _golden_path(
    marks: Sequence[Marks], plain: Sequence[Stone], scale: Scale, field: Field, room: float
) -> list[Stone]:
    """Golden stones go outside whatever lies near, so that nothing stands before their title."""
    golden: list[Stone] = []
    sides = _Sides()
    cell = field.cell(scale.radius)
    for row, mark in enumerate(marks):
        at = row * field.pitch
        for nth in range(mark.golden):
            side, _ = sides.take(row)
            reach = cell * 1.12
            near = [
                stone.across
                for stone in (*plain, *golden)
                if abs((stone.row - row) * field.pitch + stone.along) < reach
            ]
            edge = max(side * across for across in near) if near else None
            across = side * (edge + cell * 1.06) if edge is not None else meander(at, room)
            golden.append(Stone(row, "golden", 0.0, across, side, nth))
    return golden
