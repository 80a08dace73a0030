# ruff: noqa: PLR0917 – coordinates come in order, naming each would hide the drawing
"""The people in scenes: how they look, stand and reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import cos, pi, sin

from backend.pictures.scene_kit import CORAL, CORAL_LIGHT, DEEP, MOSS, MOSS_LIGHT, WATER, Sheet
from backend.pictures.svg import Point, num

_SKIN = ("#f0c9a8", "#d9a47a", "#a86f4a", "#7b4d33", "#e8b890")
_HAIR = ("#3b2a23", "#6b4630", "#c8925a", "#b9b4ac", "#1d1a1c")
_SHIRTS = (WATER, CORAL, MOSS, DEEP, CORAL_LIGHT, MOSS_LIGHT)


@dataclass(frozen=True, slots=True)
class Looks:
    """A person's colours and hair: short, bob, bun, curly, scarf, bald or cap."""

    shirt: str
    skin: str
    hair: str
    style: str


def looks(s: Sheet, number: int, shirt: str = "") -> Looks:
    """Somebody, the same for the same seed; neighbours differ."""
    start = int(s.chance(40) * 30)
    styles = ("bob", "short", "curly", "bun", "scarf", "short")
    worn = shirt or _SHIRTS[(start + number) % len(_SHIRTS)]
    return Looks(
        shirt=CORAL_LIGHT if s.dark and worn == DEEP else worn,
        skin=_SKIN[(start + number * 2) % len(_SKIN)],
        hair=_HAIR[(start * 2 + number * 3) % len(_HAIR)],
        style=styles[(start + number) % len(styles)],
    )


def child(s: Sheet, number: int) -> Looks:
    """Somebody young: no grey hair."""
    found = looks(s, number)
    return replace(found, hair=_HAIR[number % 3])


def person(s: Sheet, x: float, base: float, high: float, who: Looks, lean: float = 0) -> Point:
    """Head and shoulders down to `base`, `high` tall. Returns the middle of the head."""
    shoulder, neck = high * 0.27, high * 0.58
    top = x + lean * high * 0.16
    head = (top + lean * high * 0.05, base - high * 0.765)
    r = high * 0.135
    _hair_behind(s, head, r, who)
    s.limb([(top, base - neck - r * 0.4), head], who.skin, r * 0.95)
    body = (
        f"M{num(x - shoulder)} {num(base)}"
        f"C{num(x - shoulder * 1.02)} {num(base - neck * 0.66)} "
        f"{num(top - shoulder * 0.98)} {num(base - neck * 0.98)} "
        f"{num(top - r * 0.55)} {num(base - neck * 1.04)}"
        f"Q{num(top)} {num(base - neck * 0.9)} {num(top + r * 0.55)} {num(base - neck * 1.04)}"
        f"C{num(top + shoulder * 0.98)} {num(base - neck * 0.98)} "
        f"{num(x + shoulder * 1.02)} {num(base - neck * 0.66)} {num(x + shoulder)} {num(base)}Z"
    )
    s.path(body, who.shirt)
    s.oval(head[0], head[1], r * 0.9, r * 1.06, who.skin, turn=lean * 8)
    _hair(s, head, r, who, lean)
    return head


def _hair_behind(s: Sheet, head: Point, r: float, who: Looks) -> None:
    x, y = head
    if who.style == "bob":
        s.shape(
            [
                (x - r * 1.05, y - r * 0.5),
                (x, y - r * 1.2),
                (x + r * 1.05, y - r * 0.5),
                (x + r * 1.12, y + r * 0.8),
                (x, y + r * 0.95),
                (x - r * 1.12, y + r * 0.8),
            ],
            who.hair,
        )
    elif who.style == "bun":
        s.circle(x + r * 0.15, y - r * 1.25, r * 0.46, who.hair)
    elif who.style == "curly":
        for i in range(9):
            angle = pi + i * pi / 8
            s.circle(x + cos(angle) * r * 0.92, y + sin(angle) * r * 0.95, r * 0.5, who.hair)
    elif who.style == "scarf":
        s.shape(
            [
                (x - r * 1.12, y - r * 0.2),
                (x, y - r * 1.3),
                (x + r * 1.12, y - r * 0.2),
                (x + r * 1.3, y + r * 1.5),
                (x, y + r * 1.9),
                (x - r * 1.3, y + r * 1.5),
            ],
            _scarf(who),
        )


def _scarf(who: Looks) -> str:
    return CORAL_LIGHT if who.shirt not in {CORAL_LIGHT, CORAL} else MOSS_LIGHT


def _hair(s: Sheet, head: Point, r: float, who: Looks, lean: float) -> None:
    x, y = head
    side = 1 if lean >= 0 else -1
    if who.style == "scarf":
        s.path(
            f"M{num(x - r * 1.08)} {num(y - r * 0.05)}"
            f"C{num(x - r * 1.1)} {num(y - r * 1.5)} {num(x + r * 1.1)} {num(y - r * 1.5)} "
            f"{num(x + r * 1.08)} {num(y - r * 0.05)}"
            f"Q{num(x)} {num(y - r * 1.15)} {num(x - r * 1.08)} {num(y - r * 0.05)}Z",
            _scarf(who),
        )
        return
    if who.style == "bald":
        return
    fringe = y - r * (0.28 if who.style in {"short", "bun"} else 0.12)
    s.path(
        f"M{num(x - r * 0.95)} {num(y)}C{num(x - r * 1.1)} {num(y - r * 1.55)} "
        f"{num(x + r * 1.1)} {num(y - r * 1.55)} {num(x + r * 0.95)} {num(y)}"
        f"Q{num(x + r * 0.8)} {num(fringe)} {num(x + side * r * 0.3)} {num(fringe - r * 0.2)}"
        f"Q{num(x - r * 0.6)} {num(fringe - r * 0.12)} {num(x - r * 0.95)} {num(y)}Z",
        who.hair,
    )


def hand(s: Sheet, x: float, y: float, r: float, who: Looks) -> None:
    s.circle(x, y, r, who.skin)


def arm(s: Sheet, who: Looks, points: Sequence[Point], width: float) -> None:
    """A sleeve along the points with a hand at its end."""
    s.limb(points, who.shirt, width)
    (x0, y0), (x, y) = points[-2], points[-1]
    away = max(1.0, ((x - x0) ** 2 + (y - y0) ** 2) ** 0.5)
    reach = width * 0.55
    hand(s, x + (x - x0) / away * reach, y + (y - y0) / away * reach, width * 0.46, who)
