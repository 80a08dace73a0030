"""What stones cover, roughly: how far they reach across, strip by strip along the crossing.

Rounded outwards, so that one stone more seldom changes what keeps clear of them.
"""

from __future__ import annotations

from backend.pictures.boxes import Box

_WIDE = 6.0  # of a strip
_ROUND = 8.0
_NOTHING = 1e9

Reaches = tuple[tuple[float, ...], tuple[float, ...]]


class Outline:
    """Along is to the right, or downwards where a crossing goes `upwards`."""

    def __init__(
        self, length: float, *, upwards: bool = False, reaches: Reaches | None = None
    ) -> None:
        count = int(length // _WIDE) + 1
        self.upwards = upwards
        self.lows = list(reaches[0]) if reaches else [_NOTHING] * count
        self.highs = list(reaches[1]) if reaches else [-_NOTHING] * count

    @property
    def reaches(self) -> Reaches:
        """All of it, hashable."""
        return tuple(self.lows), tuple(self.highs)

    def add(self, box: Box) -> None:
        left, top, right, bottom = box
        if self.upwards:
            left, top, right, bottom = top, left, bottom, right
        low, high = top // _ROUND * _ROUND, -(-bottom // _ROUND) * _ROUND
        lows, highs = self.lows, self.highs
        for strip in range(max(0, int(left // _WIDE)), min(len(lows), int(right // _WIDE) + 1)):
            lows[strip] = min(lows[strip], low)
            highs[strip] = max(highs[strip], high)

    def reach(self, start: float, end: float) -> tuple[float, float]:
        """How far the stones between start and end reach to either side; far apart the wrong way
        round where there are none."""
        first, last = max(0, int(start // _WIDE)), max(1, int(end // _WIDE) + 1)
        lows, highs = self.lows[first:last], self.highs[first:last]
        return min(lows, default=_NOTHING), max(highs, default=-_NOTHING)

    def side(self, start: float, end: float, side: int) -> tuple[int, tuple[float, ...]]:
        """One side of a part of it, and the number of its first strip; see `reach_of`."""
        first, last = max(0, int(start // _WIDE)), max(1, int(end // _WIDE) + 1)
        return first, tuple((self.lows if side < 0 else self.highs)[first:last])

    def clear(self, box: Box) -> bool:
        """Whether a box lies beside all stones."""
        left, top, right, bottom = box
        if self.upwards:
            left, top, right, bottom = top, left, bottom, right
        low, high = self.reach(left, right)
        return bottom < low or top > high


def reach_of(
    first: int, part: tuple[float, ...], span: tuple[float, float], side: int, start: float
) -> float:
    """How far from `start` the stones within `span` reach, in a part of an outline's side."""
    between = part[
        max(0, int(span[0] // _WIDE) - first) : max(0, int(span[1] // _WIDE) + 1 - first)
    ]
    return min(start, *between) if side < 0 else max(start, *between)
