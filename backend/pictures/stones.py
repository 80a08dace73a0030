"""What stones look like: a ring, an oval, a slab and the golden one, each a little its own."""

from __future__ import annotations

from functools import cache
from math import cos, pi, radians, sin

from backend.pictures.kept import kept
from backend.pictures.svg import Point, jitter, num, smooth

INK, INK_SOFT, PAPER = "#12252f", "#4a6472", "#fbf9f5"
DEEP, WATER, TINT, TINT_DEEPER = "#0c4a57", "#1f7a8a", "#e6f2f3", "#bfdfe3"
SUN, BANK, SHADE = "#f4b619", "#f3ead9", "#c9e4e7"

VARIANTS = 4
_PEBBLE = 5.0  # from this radius on a stone has an outline of its own
# Half width and half height as a part of the radius, the power of the outline (2 is an ellipse,
# more is squarer), and how far it strays from it.
_SHAPES = {
    "listened": (0.73, 0.73, 2.0, 0.02),
    "tried": (1.0, 0.73, 2.1, 0.045),
    "changed": (0.92, 0.7, 4.2, 0.035),
    "golden": (1.16, 0.9, 4.4, 0.03),
    "planned": (0.92, 0.7, 2.2, 0.03),
}
_TILT = {"listened": 0.0, "tried": 12.0, "changed": 9.0, "golden": 6.0, "planned": 8.0}


def half_size(kind: str, radius: float) -> Point:
    """Half width and half height of the stone with its outline, rotation left aside."""
    wide, high, _, _ = _SHAPES[kind]
    if kind == "listened":
        return radius * 0.9, radius * 0.9
    return radius * wide, radius * high


@kept(512)  # a picture uses a few sizes, four variants and five kinds
def outline(kind: str, radius: float, variant: int) -> str:
    """The stone's outline around 0,0 as path data."""
    return smooth([(x * radius, y * radius) for x, y in _outline(kind, variant)], closed=True)


@cache  # five kinds, four variants
def _outline(kind: str, variant: int) -> tuple[Point, ...]:
    """The same, of radius 1."""
    wide, high, power, stray = _SHAPES[kind]
    tilt = radians(_TILT[kind] * jitter(variant, 7, len(kind)))
    count = 8 if power < 3 else 16
    points: list[Point] = []
    for i in range(count):
        angle = 2 * pi * i / count
        x = abs(cos(angle)) ** (2 / power) * (1 if cos(angle) > 0 else -1)
        y = abs(sin(angle)) ** (2 / power) * (1 if sin(angle) > 0 else -1)
        reach = 1 + stray * _wobble(angle, variant, kind)
        px, py = x * wide * reach, y * high * reach
        points.append((px * cos(tilt) - py * sin(tilt), px * sin(tilt) + py * cos(tilt)))
    return tuple(points)


def _wobble(angle: float, variant: int, kind: str) -> float:
    """Two slow waves around the stone: irregular, never jagged."""
    seed = len(kind) * 31 + variant
    second, third = jitter(seed, 2) * pi, jitter(seed, 3) * pi
    return sin(2 * angle + second) * 0.6 + sin(3 * angle + third) * 0.7


def paint(kind: str, radius: float) -> str:
    """Class and presentation attributes of a stone, so that it also stands without a style."""
    if kind == "listened":
        width = num(max(1.0, radius * 0.32))
        return f'class="stone-ring" fill="#fff" stroke="{WATER}" stroke-width="{width}"'
    if kind == "tried":
        return f'class="stone-oval" fill="{WATER}"'
    if kind == "changed":
        return f'class="stone-slab" fill="{DEEP}"'
    if kind == "golden":
        return f'class="stone-gold" fill="{SUN}" stroke="{INK}" stroke-width="1.5"'
    dash = num(max(2.0, radius * 0.25))
    return (
        f'class="stone-planned" fill="none" stroke="{INK_SOFT}" stroke-width="1.6" '
        f'stroke-dasharray="{dash} {dash}"'
    )


def stone(kind: str, radius: float, variant: int = 0, extra: str = "") -> str:
    """One stone around 0,0. Raises KeyError for an unknown kind."""
    if radius >= _PEBBLE:
        shape = f'<path {paint(kind, radius)} d="{outline(kind, radius, variant)}"/>'
        return f"<g {extra}>{_shade(kind, radius, variant)}{shape}</g>"
    return f"<{_grain(kind, radius, variant)} {extra}{paint(kind, radius)}/>"


def _shade(kind: str, radius: float, variant: int) -> str:
    """Where the stone meets the water, a little lower than the stone itself."""
    if kind == "planned":
        return ""
    grown = _grain("tried" if kind == "listened" else kind, radius * 1.02, variant)
    lower = num(radius * (0.34 if kind == "listened" else 0.22))
    return f'<g transform="translate(0 {lower})"><{grown} class="stone-shade" fill="{SHADE}"/></g>'


def _grain(kind: str, radius: float, variant: int) -> str:
    """Too small for the eye to see an outline stray: the plain form, a little turned."""
    wide, high, power, _ = _SHAPES[kind]
    x, y = f"{radius * wide:.2f}", f"{radius * high:.2f}"
    turn = round(_TILT[kind] * jitter(variant, 7, len(kind)))
    turned = f' transform="rotate({turn})"' if turn else ""
    if power < 3:
        return f'ellipse rx="{x}" ry="{y}"{turned}'
    size = f'width="{radius * wide * 2:.2f}" height="{radius * high * 2:.2f}"'
    return f'rect x="-{x}" y="-{y}" {size} rx="{radius * 0.36:.2f}"{turned}'
