"""Rectangles of a picture, and which of them lie over another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def meets_any(self, others: Iterable[Box]) -> bool:
        left, top, right, bottom = self
        for other in others:
            if left < other[2] and other[0] < right and top < other[3] and other[1] < bottom:
                return True
        return False

    def grown(self, by: float) -> Box:
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)
