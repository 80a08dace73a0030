"""Water and banks: ripples where there is room, an edge that no ruler drew."""

from __future__ import annotations

from collections.abc import Sequence
from math import sin
from typing import NamedTuple

from backend.pictures.boxes import Box
from backend.pictures.kept import kept
from backend.pictures.outline import Outline, Reaches
from backend.pictures.svg import Point, jitter, jitter_on, num, seeded, smooth


class _Wave(NamedTuple):
    """It begins at x, y; `box` is what it takes."""

    box: Box
    x: float
    y: float
    length: float
    high: float


def edge(length: float, seed: int, *, step: float, depth: float) -> list[Point]:
    """Points (along, out) of a bank's edge, from before 0 to after `length`."""
    count = int(length / step) + 3
    points = []
    for i in range(count):
        along = (i - 1) * step
        wave = sin(along / 84 + seed) * 0.75 + sin(along / 37 + seed * 2.3) * 0.25
        points.append((along, depth * (wave * 0.8 + jitter(seed, i) * 0.2)))
    return points


def ripples(
    area: Box,
    taken: Sequence[Box],
    seed: int,
    *,
    spacing: tuple[float, float] = (104.0, 40.0),
    outline: Outline | None = None,
) -> str:
    """Path data of small waves, spread evenly but not regularly, clear of `taken` and `outline`."""
    upwards = outline is not None and outline.upwards
    reaches = outline.reaches if outline else None
    return _clear_of(area, tuple(taken), seed, spacing, reaches, upwards)


@kept(256)
def _clear_of(  # noqa: PLR0917 - hashable, all that it depends on
    area: Box,
    taken: tuple[Box, ...],
    seed: int,
    spacing: tuple[float, float],
    reaches: Reaches | None,
    upwards: bool,
) -> str:
    outline = Outline(0, upwards=upwards, reaches=reaches) if reaches else None
    return "".join(
        [
            _drawn(wave)
            for wave in _waves(area, seed, spacing)
            if (outline is None or outline.clear(wave.box)) and not wave.box.meets_any(taken)
        ]
    )


@kept(128)
def _waves(area: Box, seed: int, spacing: tuple[float, float]) -> tuple[_Wave, ...]:
    """All waves of an area in which nothing lies."""
    found: list[_Wave] = []
    wide, high = spacing
    for line in range(int((area.bottom - area.top) / high) + 1):
        for column in range(int((area.right - area.left) / wide) + 1):
            state = seeded(seed, line, column)
            if jitter_on(state, 4) > 0.22:
                continue
            x = area.left + (column + 0.5 * (line % 2)) * wide + jitter(seed, line, column) * 38
            y = area.top + (line + 0.5) * high + jitter_on(state, 1) * 13
            if y > area.bottom:
                continue
            length = 46 + jitter_on(state, 2) * 20
            box = Box(x - 4, y - 7, x + length + 4, y + 7)
            found.append(_Wave(box, x, y, length, 3.4 + jitter_on(state, 3)))
    return tuple(found)


@kept(512)
def _drawn(wave: _Wave) -> str:
    """Two and a half swells that fade out."""
    _, x, y, length, high = wave
    third = length / 3
    return (
        f"M{num(x)} {num(y)}q{num(third / 2)} {num(-high)} {num(third)} 0"
        f"t{num(third)} 0q{num(third / 2)} {num(-high * 0.6)} {num(third)} {num(-high * 0.2)}"
    )


def path(points: Sequence[Point]) -> str:
    return smooth(points, closed=False)
