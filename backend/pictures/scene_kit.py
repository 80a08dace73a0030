# ruff: noqa: PLR0917 – coordinates come in order, naming each would hide the drawing
"""What scenes are drawn with: a palette and a sheet to draw on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backend.pictures.svg import Point, jitter, num, smooth

WIDTH, HEIGHT = 1200, 800

INK, DEEP, WATER = "#12252f", "#0c4a57", "#1f7a8a"
TINT, TINT_DEEPER, WHITE = "#e6f2f3", "#bfdfe3", "#ffffff"
PAPER, BANK, SAND, WOOD, WOOD_DARK = "#fbf9f5", "#f3ead9", "#e3cfa9", "#c99f6e", "#a47a4c"
MOSS, MOSS_LIGHT, MOSS_TINT = "#2f7a4b", "#7fae7f", "#cfe3cf"
CORAL, CORAL_LIGHT, CORAL_TINT = "#b93a4b", "#dd8a7d", "#f3d3c8"
STONE, STONE_LIGHT = "#a79f93", "#d9d2c7"


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
