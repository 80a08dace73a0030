"""Titles over the water: each finds a place of its own, or joins a neighbour as "and 3 more"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from backend.pictures.boxes import Box
from backend.pictures.lettering import fit, measure

SIZE = 15.0
HIGH = 19.0
_LONGEST = 236.0
_STEP = 9.0
_TIERS = 14
_FEW = 12  # so many titles are worth a second look
_LEADS = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9)  # where over its title a leader ends


@dataclass(frozen=True, slots=True)
class Wish:
    """A golden stone that would like its title shown: at x, y, above (-1) or below it (1)."""

    x: float
    y: float
    reach: float  # half height of the stone
    side: int
    title: str
    row: int
    language: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A title with a place: `box` is what it covers, the leader runs from y1 to y2 at x."""

    wish: Wish
    text: str
    box: Box
    x: float
    y1: float
    y2: float
    joined: int = 0


@dataclass
class Sky:
    """What is taken: labels and leaders, and the outline of the stones per strip of x."""

    area: Box
    taken: list[Box] = field(default_factory=list)
    lines: list[Box] = field(default_factory=list)
    bins: dict[int, tuple[float, float]] = field(default_factory=dict)
    wide: float = 6.0

    def add_stones(self, boxes: Iterable[Box]) -> None:
        for box in boxes:
            for key in self._keys(box.left, box.right):
                top, bottom = self.bins.get(key, (1e9, -1e9))
                self.bins[key] = (min(top, box.top), max(bottom, box.bottom))

    def _keys(self, left: float, right: float) -> range:
        return range(int(left // self.wide), int(right // self.wide) + 1)

    def edge(self, left: float, right: float, side: int, start: float) -> float:
        """How far the stones between left and right reach upwards (-1) or downwards (1)."""
        found = [self.bins[key] for key in self._keys(left, right) if key in self.bins]
        if side < 0:
            return min([start, *(top for top, _ in found)])
        return max([start, *(bottom for _, bottom in found)])

    def free(self, box: Box, leader: Box) -> bool:
        area = self.area
        if box.left < area.left or box.right > area.right:
            return False
        if box.top < area.top or box.bottom > area.bottom:
            return False
        if any(box.meets(other) for other in (*self.taken, *self.lines)):
            return False
        return not any(leader.meets(other) for other in self.taken)


def place(wishes: Sequence[Wish], sky: Sky, and_more: str) -> tuple[Label, ...]:
    """Every title finds a place, or the newest do and the others are counted with them.

    `and_more` is how that is said: "{title} and {count} more".
    """
    newest = sorted(wishes, key=lambda w: (-w.x, w.y))
    best: tuple[list[Label], list[Wish]] | None = None
    if len(wishes) <= _FEW:
        for order in (newest, newest[::-1]):
            placed, homeless = _attempt(order, sky, 0.0)
            if not homeless:
                best = placed, homeless
                break
    placed, homeless = best or _attempt(
        newest, sky, measure(and_more.format(title="", count=99), SIZE, "bold")
    )
    for label in placed:
        sky.taken.append(label.box.grown(3))
        sky.lines.append(_leader(label.x, label.y1, label.y2))
    return _join(placed, homeless)


def _attempt(order: Sequence[Wish], sky: Sky, slack: float) -> tuple[list[Label], list[Wish]]:
    """Titles placed one after another, and the wishes that found no place."""
    trial = Sky(sky.area, list(sky.taken), list(sky.lines), sky.bins)
    placed: list[Label] = []
    homeless: list[Wish] = []
    for wish in order:
        others = [other for other in order if other.side == wish.side and other is not wish]
        label = _find(wish, trial, slack, others)
        if label is None:
            homeless.append(wish)
            continue
        placed.append(label)
        trial.taken.append(label.box.grown(3))
        trial.lines.append(_leader(label.x, label.y1, label.y2))
    return placed, homeless


def _leader(x: float, y1: float, y2: float) -> Box:
    return Box(x - 3, min(y1, y2), x + 3, max(y1, y2))


def _find(wish: Wish, sky: Sky, slack: float, others: Sequence[Wish]) -> Label | None:
    """The nearest free place for a title, with its leader straight to the stone."""
    text = fit(wish.title, _LONGEST, SIZE, "bold")
    width = measure(text, SIZE, "bold") + slack
    foot = wish.y + wish.side * wish.reach
    best: tuple[float, Label] | None = None
    for lead in _LEADS:
        left = wish.x - width * lead
        start = wish.y + wish.side * (wish.reach + 12)
        near = sky.edge(left - 4, left + width + 4, wish.side, start) + wish.side * 6
        for tier in range(_TIERS):
            edge = near + wish.side * tier * _STEP
            top = edge - HIGH if wish.side < 0 else edge
            box = Box(left, top, left + width, top + HIGH)
            cost = abs(edge - wish.y) + abs(lead - 0.5) * 60 + _in_the_way(box, edge, others)
            if best is not None and cost >= best[0]:
                continue
            tip = box.bottom + 1 if wish.side < 0 else box.top - 1
            if sky.free(box, _leader(wish.x, tip, foot)):
                best = (cost, Label(wish, text, box, wish.x, tip, foot))
                if slack:  # many titles: the first place will do
                    break
    return best[1] if best else None


def _in_the_way(box: Box, edge: float, others: Sequence[Wish]) -> float:
    """What it costs to lie over other golden stones: much, unless their titles fit below."""
    over = [other for other in others if box.left - 6 < other.x < box.right + 6]
    return sum(160.0 if abs(edge - other.y) < other.reach + 48 else 12.0 for other in over)


def _join(placed: Sequence[Label], homeless: Sequence[Wish]) -> tuple[Label, ...]:
    """Successes without room are counted with the nearest title."""
    joined = [0] * len(placed)
    for wish in homeless:
        if placed:
            nearest = min(range(len(placed)), key=lambda i: abs(placed[i].x - wish.x))
            joined[nearest] += 1
    return tuple(
        replace(label, joined=min(count, 99)) if count else label
        for label, count in zip(placed, joined, strict=True)
    )
