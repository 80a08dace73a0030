"""The smallest possible SVG writer: escaping, numbers, and irregularity without chance."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

# XML 1.0 knows no control characters, surrogates or non-characters, not even escaped.
_UNSPEAKABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Point = tuple[float, float]


def clean(text: str) -> str:
    """`text` escaped for element content and attributes, without what XML can't hold."""
    return escape(_UNSPEAKABLE.sub("", text), quote=True)


def num(value: float) -> str:
    """A coordinate in as few characters as a tenth of a pixel needs."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def jitter(*seed: int) -> float:
    """A number between -1 and 1 that depends on the seed only, evenly spread."""
    state = 2166136261
    for part in seed:
        state = ((state ^ (part & 0xFFFFFFFF)) * 16777619) & 0xFFFFFFFF
    state ^= state >> 15
    state = (state * 0x2C1B3C6D) & 0xFFFFFFFF
    state ^= state >> 12
    state = (state * 0x297A2D39) & 0xFFFFFFFF
    state ^= state >> 15
    return state / 2**31 - 1


def smooth(points: Sequence[Point], *, closed: bool) -> str:
    """A path through all points without corners (Catmull-Rom as cubics)."""
    count = len(points)

    def at(index: int) -> Point:
        return points[index % count] if closed else points[max(0, min(count - 1, index))]

    parts = [f"M{num(points[0][0])} {num(points[0][1])}"]
    for i in range(count if closed else count - 1):
        before, here, there, after = at(i - 1), at(i), at(i + 1), at(i + 2)
        first = (here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6)
        second = (there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6)
        numbers = [num(value) for point in (first, second, there) for value in point]
        parts.append("C" + " ".join(numbers))
    return "".join(parts) + ("Z" if closed else "")
