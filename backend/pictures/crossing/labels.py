"""Titles over the water: each finds a place of its own, or joins a neighbour as "and 3 more"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from backend.pictures.boxes import Box
from backend.pictures.crossing.places import HIGH, SIZE, Wish, place_for
from backend.pictures.crossing.sky import Sky
from backend.pictures.lettering import measure

__all__ = ["HIGH", "SIZE", "Label", "Wish", "place"]

_FEW = 12  # so many titles are worth a second look


class Label(NamedTuple):
    """A title with a place: `box` is what it covers, the leader runs from y1 to y2 at x."""

    wish: Wish
    text: str
    box: Box
    x: float
    y1: float
    y2: float
    joined: int = 0


def place(wishes: Sequence[Wish], sky: Sky, and_more: str) -> tuple[Label, ...]:
    """Every title finds a place, or the newest do and the others are counted with them.

    `and_more` is how that is said: "{title} and {count} more".
    """
    newest = sorted(wishes, key=lambda w: (-w.x, w.y))
    labels: tuple[Label, ...] | None = None
    if len(wishes) <= _FEW:
        for order in (newest, newest[::-1]):
            placed, homeless = _attempt(order, sky, 0.0)
            if not homeless:
                labels = tuple(placed)
                break
    slack = measure(and_more.format(title="", count=99), SIZE, "bold")
    labels = labels if labels is not None else _join(*_attempt(newest, sky, slack))
    for label in labels:
        _take(sky, label)
    return labels


def _take(sky: Sky, label: Label) -> None:
    sky.taken.append(label.box.grown(3))
    top, bottom = sorted((label.y1, label.y2))
    sky.lines.append(Box(label.x - 3, top, label.x + 3, bottom))


def _attempt(order: Sequence[Wish], sky: Sky, slack: float) -> tuple[list[Label], list[Wish]]:
    """Titles placed one after another, and the wishes that found no place."""
    trial = Sky(sky.area, list(sky.taken), list(sky.lines), sky.stones)
    placed: list[Label] = []
    homeless: list[Wish] = []
    for wish in order:
        others = [other for other in order if other.side == wish.side and other is not wish]
        found = place_for(wish, trial, slack, others)
        if found is None:
            homeless.append(wish)
            continue
        label = Label(wish, found.text, found.box, wish.x, found.tip, wish.foot)
        placed.append(label)
        _take(trial, label)
    return placed, homeless


def _join(placed: Sequence[Label], homeless: Sequence[Wish]) -> tuple[Label, ...]:
    """Successes without room are counted with the nearest title."""
    joined = [0] * len(placed)
    for wish in homeless:
        if placed:
            nearest = min(range(len(placed)), key=lambda i: abs(placed[i].x - wish.x))
            joined[nearest] += 1
    return tuple(
        label._replace(joined=min(count, 99)) if count else label
        for label, count in zip(placed, joined, strict=True)
    )
