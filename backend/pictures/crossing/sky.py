"""What is taken over the water: words and their leaders, and the outline of the stones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from backend.pictures.boxes import Box
from backend.pictures.outline import Outline


@dataclass
class Sky:
    """Words find their places within `area`."""

    area: Box
    taken: list[Box] = field(default_factory=list)
    lines: list[Box] = field(default_factory=list)
    stones: Outline = field(default_factory=lambda: Outline(2000))

    def add_stones(self, boxes: Iterable[Box]) -> None:
        for box in boxes:
            self.stones.add(box)

    def edge(self, left: float, right: float, side: int, start: float) -> float:
        """How far the stones between left and right reach upwards (-1) or downwards (1)."""
        top, bottom = self.stones.reach(left, right)
        return min(start, top) if side < 0 else max(start, bottom)

    def free(self, box: Box) -> bool:
        """Whether words may stand there, as far as other words are concerned."""
        area = self.area
        if box.left < area.left or box.right > area.right:
            return False
        if box.top < area.top or box.bottom > area.bottom:
            return False
        return not box.meets_any(self.taken) and not box.meets_any(self.lines)
