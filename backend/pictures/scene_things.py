# ruff: noqa: PLR0917 – coordinates come in order, naming each would hide the drawing
"""Rooms, the open air, and things that many scenes hold."""

from __future__ import annotations

from math import cos, pi, sin

from backend.pictures.scene_kit import (
    CORAL,
    CORAL_LIGHT,
    DEEP,
    HEIGHT,
    MOSS,
    MOSS_LIGHT,
    PAPER,
    STONE_LIGHT,
    TINT_DEEPER,
    WATER,
    WHITE,
    WIDTH,
    WOOD,
    WOOD_DARK,
    Sheet,
)
from backend.pictures.svg import jitter, num


def room(s: Sheet, horizon: float = 610) -> None:
    """A wall with a patch of light, and a floor."""
    light = s.light
    s.rect(0, 0, WIDTH, HEIGHT, light.wall)
    at = 260 + s.chance(1) * 620
    s.shape(
        [
            (at - 430, 220),
            (at - 150, -60),
            (at + 330, -20),
            (at + 520, 300),
            (at + 210, 610),
            (at - 280, 560),
        ],
        light.wall_deeper,
    )
    s.rect(0, horizon, WIDTH, HEIGHT - horizon, light.floor)
    s.rect(0, horizon, WIDTH, 10, light.floor_deeper, 0)


def outside(s: Sheet, horizon: float = 560) -> None:
    """Sky with a pale sun and a far line of land."""
    light = s.light
    s.rect(0, 0, WIDTH, HEIGHT, light.sky)
    x = 220 + s.chance(2) * 700
    s.circle(x, 210, 150, light.glow, 0.45)
    s.circle(x, 210, 96, light.glow, 0.9)
    s.shape(
        [
            (-80, horizon + 60),
            (90, horizon - 40),
            (330, horizon - 14),
            (560, horizon - 66),
            (820, horizon - 20),
            (1060, horizon - 58),
            (1290, horizon + 40),
            (600, horizon + 160),
        ],
        light.far,
    )


def cloud(s: Sheet, x: float, y: float, size: float) -> None:
    colour = "#ffffff" if not s.dark else "#3a7480"
    for dx, dy, r in (
        (-0.55, 0.08, 0.3),
        (-0.15, -0.1, 0.42),
        (0.3, 0.0, 0.36),
        (0.62, 0.12, 0.24),
    ):
        s.circle(x + dx * size, y + dy * size, r * size, colour, 0.85)
    s.rect(x - size * 0.82, y + size * 0.08, size * 1.66, size * 0.28, colour, size * 0.14)


def plant(s: Sheet, x: float, base: float, size: float) -> None:
    """Leaves in a pot."""
    for i in range(7):
        turn = -62 + i * 20.5 + jitter(s.seed, i, 6) * 5
        reach = size * (0.72 + 0.25 * s.chance(i, 7))
        angle = (turn - 90) * pi / 180
        tip = (x + cos(angle) * reach, base - size * 0.3 + sin(angle) * reach)
        mid = ((x + tip[0]) / 2, (base - size * 0.3 + tip[1]) / 2)
        colour = (MOSS, MOSS_LIGHT, "#569164")[i % 3]
        s.oval(mid[0], mid[1], size * 0.1, reach * 0.52, colour, turn=turn)
    w = size * 0.27
    s.path(
        f"M{num(x - w)} {num(base - size * 0.36)}H{num(x + w)}L{num(x + w * 0.76)} {num(base)}"
        f"H{num(x - w * 0.76)}Z",
        CORAL_LIGHT,
    )
    s.rect(x - w * 1.08, base - size * 0.41, w * 2.16, size * 0.085, "#c97566", 4)


def window(s: Sheet, x: float, y: float, w: float, h: float) -> None:
    """A window on dunes and water."""
    s.rect(x - 14, y - 14, w + 28, h + 28, PAPER, 10)
    sky = "#f6cfa9" if s.dark else "#cfe8ee"
    s.rect(x, y, w, h, sky)
    s.circle(x + w * 0.7, y + h * 0.34, w * 0.13, "#fff6df", 0.95)
    s.path(
        f"M{num(x)} {num(y + h * 0.62)}C{num(x + w * 0.3)} {num(y + h * 0.42)} "
        f"{num(x + w * 0.5)} {num(y + h * 0.66)} {num(x + w)} {num(y + h * 0.52)}"
        f"V{num(y + h)}H{num(x)}Z",
        "#d9c08f" if not s.dark else "#b48a68",
    )
    s.path(
        f"M{num(x)} {num(y + h * 0.82)}C{num(x + w * 0.35)} {num(y + h * 0.7)} "
        f"{num(x + w * 0.6)} {num(y + h * 0.88)} {num(x + w)} {num(y + h * 0.76)}"
        f"V{num(y + h)}H{num(x)}Z",
        MOSS_LIGHT if not s.dark else "#5c7a5f",
    )
    s.rect(x + w / 2 - 6, y, 12, h, PAPER)
    s.rect(x - 30, y + h + 10, w + 60, 20, PAPER, 6)


def lamp(s: Sheet, x: float, y: float, size: float = 1) -> None:
    """A hanging lamp with its light."""
    s.path(
        f"M{num(x - 84 * size)} {num(y)}L{num(x - 300 * size)} {num(y + 470 * size)}"
        f"H{num(x + 300 * size)}L{num(x + 84 * size)} {num(y)}Z",
        s.light.glow,
        0.16 if s.dark else 0.34,
    )
    s.line(f"M{num(x)} 0V{num(y - 66 * size)}", DEEP if not s.dark else "#06232b", 6 * size)
    s.path(
        f"M{num(x - 92 * size)} {num(y)}C{num(x - 86 * size)} {num(y - 96 * size)} "
        f"{num(x + 86 * size)} {num(y - 96 * size)} {num(x + 92 * size)} {num(y)}Z",
        CORAL if not s.dark else CORAL_LIGHT,
    )
    s.oval(x, y, 92 * size, 13 * size, "#fff3d8")


def table(s: Sheet, y: float, left: float = 90, right: float = 1110) -> None:
    """A table's top and front, from `y` down."""
    s.rect(left + 60, y + 30, 34, HEIGHT - y, WOOD_DARK)
    s.rect(right - 94, y + 30, 34, HEIGHT - y, WOOD_DARK)
    s.rect(left, y, right - left, 40, WOOD, 14)
    s.rect(left + 12, y + 28, right - left - 24, 12, WOOD_DARK, 6)


def mug(s: Sheet, x: float, base: float, colour: str, size: float = 1) -> None:
    s.line(
        f"M{num(x + 26 * size)} {num(base - 50 * size)}q{num(28 * size)} {num(2 * size)} "
        f"{num(24 * size)} {num(20 * size)}t{num(-26 * size)} {num(16 * size)}",
        colour,
        9 * size,
    )
    s.rect(x - 30 * size, base - 66 * size, 60 * size, 66 * size, colour, 12 * size)
    s.oval(x, base - 64 * size, 28 * size, 7 * size, WOOD_DARK)
    for i in (-1, 1):
        s.line(
            f"M{num(x + i * 12 * size)} {num(base - 84 * size)}q{num(-10 * size)} "
            f"{num(-14 * size)} 0 {num(-26 * size)}t0 {num(-24 * size)}",
            WHITE,
            5 * size,
            0.6,
        )


def sheet_of_paper(s: Sheet, x: float, y: float, w: float, h: float, turn: float = 0) -> None:
    """A letter: a heading, lines, and a small wave at its foot."""
    s.turned(turn, x + w / 2, y + h / 2)
    s.rect(x, y, w, h, PAPER, 8)
    s.rect(x + w * 0.1, y + h * 0.09, w * 0.34, h * 0.055, WATER, 4)
    for i in range(6):
        wide = w * (0.8 if i % 3 != 2 else 0.5)
        s.rect(x + w * 0.1, y + h * (0.24 + i * 0.095), wide, h * 0.03, STONE_LIGHT, 4)
    s.line(
        f"M{num(x + w * 0.1)} {num(y + h * 0.89)}q{num(w * 0.07)} {num(-h * 0.05)} "
        f"{num(w * 0.14)} 0t{num(w * 0.14)} 0",
        TINT_DEEPER,
        max(4, w * 0.025),
    )
    s.straight()
