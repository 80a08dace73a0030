# ruff: noqa: PLR0917 – coordinates come in order, naming each would hide the drawing
"""What scenes are drawn with: a palette, a sheet to draw on, and things that many scenes hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import cos, pi, sin

from backend.pictures.svg import Point, jitter, num, smooth

WIDTH, HEIGHT = 1200, 800

INK, DEEP, WATER = "#12252f", "#0c4a57", "#1f7a8a"
TINT, TINT_DEEPER, WHITE = "#e6f2f3", "#bfdfe3", "#ffffff"
PAPER, BANK, SAND, WOOD, WOOD_DARK = "#fbf9f5", "#f3ead9", "#e3cfa9", "#c99f6e", "#a47a4c"
MOSS, MOSS_LIGHT, MOSS_TINT = "#2f7a4b", "#7fae7f", "#cfe3cf"
CORAL, CORAL_LIGHT, CORAL_TINT = "#b93a4b", "#dd8a7d", "#f3d3c8"
STONE, STONE_LIGHT = "#a79f93", "#d9d2c7"

_SKIN = ("#f0c9a8", "#d9a47a", "#a86f4a", "#7b4d33", "#e8b890")
_HAIR = ("#3b2a23", "#6b4630", "#c8925a", "#b9b4ac", "#1d1a1c")
_SHIRTS = (WATER, CORAL, MOSS, DEEP, CORAL_LIGHT, MOSS_LIGHT)


@dataclass(frozen=True, slots=True)
class Light:
    """A palette: the light of the hour, as colours of walls, ground and sky."""

    wall: str
    wall_deeper: str
    floor: str
    floor_deeper: str
    sky: str
    glow: str
    far: str  # hills and roofs in the distance
    line: str  # thin drawing on the wall


LIGHTS: dict[str, Light] = {
    "morning": Light(
        "#f8e9dc", "#f3dac8", "#e6ccb0", "#d9b994", "#fbeee0", "#fffaf0", "#e9c9b2", "#d8b296"
    ),
    "day": Light(
        "#e4f1f2", "#d0e7ea", "#f1e5cf", "#e2d0ad", "#dceff2", "#ffffff", "#a9d0d3", "#9cc6cb"
    ),
    "dusk": Light(
        "#1f5562", "#184854", "#0f3a45", "#0b2f39", "#28606d", "#f3d9a8", "#164450", "#3c7683"
    ),
    "dune": Light(
        "#f0efe0", "#e2e6cf", "#e2d0a6", "#cfb987", "#e8f0e6", "#fffdf2", "#b9caa0", "#bcc3a0"
    ),
}


class Sheet:
    """Collects shapes from back to front."""

    def __init__(self, palette: str, seed: int) -> None:
        self.light = LIGHTS[palette]
        self.dark = palette == "dusk"
        self.seed = seed
        self._parts: list[str] = []

    def svg(self) -> str:
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
            f'width="{WIDTH}" height="{HEIGHT}">{"".join(self._parts)}</svg>'
        )

    def chance(self, *what: int) -> float:
        """Between 0 and 1, the same for the same seed."""
        return (jitter(self.seed, *what) + 1) / 2

    def pick(self, choices: Sequence[str], *what: int) -> str:
        return choices[min(len(choices) - 1, int(self.chance(*what) * len(choices)))]

    def turned(self, degrees: float, x: float, y: float) -> None:
        """Until `straight()`, everything is turned around x, y."""
        self._parts.append(f'<g transform="rotate({num(degrees)} {num(x)} {num(y)})">')

    def straight(self) -> None:
        self._parts.append("</g>")

    def rect(
        self, x: float, y: float, w: float, h: float, fill: str, r: float = 0, turn: float = 0
    ) -> None:
        more = f' rx="{num(r)}"' if r else ""
        more += (
            f' transform="rotate({num(turn)} {num(x + w / 2)} {num(y + h / 2)})"' if turn else ""
        )
        self._parts.append(
            f'<rect x="{num(x)}" y="{num(y)}" width="{num(w)}" height="{num(h)}" '
            f'fill="{fill}"{more}/>'
        )

    def circle(self, x: float, y: float, r: float, fill: str, opacity: float = 1) -> None:
        self.oval(x, y, r, r, fill, opacity=opacity)

    def oval(
        self,
        x: float,
        y: float,
        rx: float,
        ry: float,
        fill: str,
        turn: float = 0,
        opacity: float = 1,
    ) -> None:
        more = f' transform="rotate({num(turn)} {num(x)} {num(y)})"' if turn else ""
        more += f' fill-opacity="{opacity:.2f}"' if opacity < 1 else ""
        self._parts.append(
            f'<ellipse cx="{num(x)}" cy="{num(y)}" rx="{num(rx)}" ry="{num(ry)}" '
            f'fill="{fill}"{more}/>'
        )

    def path(self, data: str, fill: str, opacity: float = 1) -> None:
        more = f' fill-opacity="{opacity:.2f}"' if opacity < 1 else ""
        self._parts.append(f'<path d="{data}" fill="{fill}"{more}/>')

    def shape(self, points: Sequence[Point], fill: str, opacity: float = 1) -> None:
        """A soft closed shape through the points."""
        self.path(smooth(points, closed=True), fill, opacity)

    def poly(self, points: Sequence[Point], fill: str, opacity: float = 1) -> None:
        data = "M" + "L".join(f"{num(x)} {num(y)}" for x, y in points) + "Z"
        self.path(data, fill, opacity)

    def line(self, data: str, colour: str, width: float, opacity: float = 1) -> None:
        more = f' stroke-opacity="{opacity:.2f}"' if opacity < 1 else ""
        self._parts.append(
            f'<path d="{data}" fill="none" stroke="{colour}" stroke-width="{num(width)}" '
            f'stroke-linecap="round" stroke-linejoin="round"{more}/>'
        )

    def limb(self, points: Sequence[Point], colour: str, width: float) -> None:
        """An arm, a hose, a cable: one thick soft line."""
        self.line(smooth(points, closed=False), colour, width)


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
