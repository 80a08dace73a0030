"""Water and banks: ripples where there is room, an edge that no ruler drew."""

from __future__ import annotations

from collections.abc import Sequence
from math import sin

from backend.pictures.boxes import Box
from backend.pictures.svg import Point, jitter, num, smooth


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
    area: Box, taken: Sequence[Box], seed: int, *, spacing: tuple[float, float] = (104.0, 40.0)
) -> str:
    """Path data of small waves, spread evenly but not regularly, clear of `taken`."""
    parts: list[str] = []
    wide, high = spacing
    columns = int((area.right - area.left) / wide) + 1
    lines = int((area.bottom - area.top) / high) + 1
    for line in range(lines):
        for column in range(columns):
            if jitter(seed, line, column, 4) > 0.22:
                continue
            x = area.left + (column + 0.5 * (line % 2)) * wide + jitter(seed, line, column) * 38
            y = area.top + (line + 0.5) * high + jitter(seed, line, column, 1) * 13
            length = 46 + jitter(seed, line, column, 2) * 20
            box = Box(x - 4, y - 7, x + length + 4, y + 7)
            if y > area.bottom or any(box.meets(other) for other in taken):
                continue
            parts.append(_wave(x, y, length, 3.4 + jitter(seed, line, column, 3)))
    return "".join(parts)


def _wave(x: float, y: float, length: float, high: float) -> str:
    """Two and a half swells that fade out."""
    third = length / 3
    return (
        f"M{num(x)} {num(y)}q{num(third / 2)} {num(-high)} {num(third)} 0"
        f"t{num(third)} 0q{num(third / 2)} {num(-high * 0.6)} {num(third)} {num(-high * 0.2)}"
    )


def path(points: Sequence[Point]) -> str:
    return smooth(points, closed=False)
