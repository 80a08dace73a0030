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
    text = f"{value:.1f}"
    if text.endswith(".0"):
        text = text[:-2]
    return "0" if text == "-0" else text


_BASIS, _PRIME, ALL = 2166136261, 16777619, 0xFFFFFFFF


def seeded(*seed: int) -> int:
    """Where `jitter_on` goes on from: a seed's beginning, worked out once for many numbers."""
    state = _BASIS
    for part in seed:
        state = ((state ^ (part & ALL)) * _PRIME) & ALL
    return state


def seed_on(state: int, part: int) -> int:
    """`seeded(*seed, part)`, of `seeded(*seed)` and a part that is not below zero."""
    return ((state ^ part) * _PRIME) & ALL


def jitter_on(state: int, part: int) -> float:
    """`jitter(*seed, part)`, of `seeded(*seed)` and a part that is not below zero."""
    state = ((state ^ part) * _PRIME) & ALL
    state = ((state ^ (state >> 15)) * 0x2C1B3C6D) & ALL
    state = ((state ^ (state >> 12)) * 0x297A2D39) & ALL
    return (state ^ (state >> 15)) / 2147483648 - 1


def jitter(*seed: int) -> float:
    """A number between -1 and 1 that depends on the seed only, evenly spread."""
    return jitter_on(seeded(*seed[:-1]), seed[-1] & ALL)


def smooth(points: Sequence[Point], *, closed: bool) -> str:
    """A path through all points without corners (Catmull-Rom as cubics)."""
    count = len(points)
    around = [points[-1], *points, *points[:2]] if closed else [points[0], *points, points[-1]]
    parts = [f"M{num(points[0][0])} {num(points[0][1])}"]
    for i in range(count if closed else count - 1):
        (bx, by), (hx, hy), (tx, ty), (ax, ay) = around[i : i + 4]
        parts.append(
            f"C{num(hx + (tx - bx) / 6)} {num(hy + (ty - by) / 6)} "
            f"{num(tx - (ax - hx) / 6)} {num(ty - (ay - hy) / 6)} {num(tx)} {num(ty)}"
        )
    return "".join(parts) + ("Z" if closed else "")
