"""Pieces that laptop and phone share: definitions, groups of stones, the frame."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from backend.pictures.boxes import Box
from backend.pictures.crossing.columns import lay_columns
from backend.pictures.crossing.data import CrossingTexts
from backend.pictures.crossing.laying import Layout, RowOfStones, Stone
from backend.pictures.crossing.path import lay_path
from backend.pictures.crossing.rows import Row, marks_of
from backend.pictures.crossing.scale import Field, Scale
from backend.pictures.kept import kept
from backend.pictures.lettering import ATKINSON
from backend.pictures.stones import VARIANTS, half_size, stone
from backend.pictures.svg import ALL, Point, clean, jitter_on, num, seed_on, seeded

LETTER = {"listened": "l", "tried": "t", "changed": "c", "golden": "g"}
SMALLEST_GOLD = 5.2
_LARGE = 7  # from this radius on a tenth of a pixel is seen


class Canvas(NamedTuple):
    """What every drawing function needs to know."""

    rows: Sequence[Row]
    texts: CrossingTexts
    scale: Scale
    interactive: bool
    key: str
    year: bool  # whether labels name the year

    @property
    def gold(self) -> float:
        return max(SMALLEST_GOLD, self.scale.radius)


class Drawn(NamedTuple):
    """The plain stones of a row around its base, and how far they reach to either side of it."""

    svg: str
    low: float
    high: float


def definitions(canvas: Canvas) -> str:
    """Each stone is drawn once in four variants and then only placed."""
    return _definitions(canvas.key, canvas.scale.radius, canvas.gold)


@kept(128)
def _definitions(key: str, radius: float, gold: float) -> str:
    parts = [
        stone(kind, gold if kind == "golden" else radius, variant, f'id="{key}{letter}{variant}" ')
        for kind, letter in LETTER.items()
        for variant in range(VARIANTS)
    ]
    return f"<defs>{''.join(parts)}</defs>"


def lay(rows: Sequence[Row], scale: Scale, field: Field) -> Layout:
    """A place for every stone, none over another; golden ones at the edge of their row."""
    marks = [marks_of(row, scale.steps_per_stone, gathered=scale.gathered) for row in rows]
    laying = lay_columns if field.abreast(scale.radius) else lay_path
    return laying(marks, scale, field)


def placed(one: Stone, base: Point, *, upwards: bool) -> Point:
    """Where a stone of the row at `base` lies in the picture."""
    if upwards:
        return base[0] + one.across, base[1] - one.along
    return base[0] + one.along, base[1] + one.across


def use(key: str, radius: float, one: Stone, at: Point) -> str:
    """One stone, in the variant that goes with its place."""
    return _use(key + LETTER[one.kind], seeded(one.row), at, (0, 0), large=radius >= _LARGE)


def _use(name: str, state: int, at: Point, corner: Point, *, large: bool) -> str:
    x, y = at
    chance = jitter_on(seed_on(state, round(y) & ALL), round(x) & ALL)
    variant = min(int((chance + 1) * VARIANTS / 2), VARIANTS - 1)
    x, y = x - corner[0], y - corner[1]
    if large:
        return f'<use href="#{name}{variant}" x="{num(x)}" y="{num(y)}"/>'
    return f'<use href="#{name}{variant}" x="{x:.0f}" y="{y:.0f}"/>'


@kept(4096)
def drawn_row(stones: RowOfStones, key: str, radius: float, base: Point, upwards: bool) -> Drawn:
    """Drawn once for all steps that are taken in other weeks."""
    found = stones.stones()
    if not found:
        return Drawn("", 0.0, 0.0)
    names = {kind: key + letter for kind, letter in LETTER.items()}
    corner, state, large = rounded(base), seeded(found[0].row), radius >= _LARGE
    parts = [
        _use(names[one.kind], state, placed(one, base, upwards=upwards), corner, large=large)
        for one in found
    ]
    across = [one.across for one in found]
    half = half_size("listened", radius)[1] + 1
    return Drawn("".join(parts), min(across) - half, max(across) + half)


def rounded(base: Point) -> Point:
    """A group stands there, so that the places of its stones are short and much alike."""
    return round(base[0]), round(base[1])


def plain_stones(canvas: Canvas, drawn: Sequence[Drawn], bases: Sequence[Point]) -> str:
    """A group per row, empty rows too: crossing.ts moves and replays along them."""
    parts = []
    for i, (row, one) in enumerate(zip(canvas.rows, drawn, strict=True)):
        x, y = rounded(bases[i])
        if canvas.interactive:
            parts.append(
                f'<g transform="translate({x} {y})" data-w="{i}" data-week="{row.monday}">'
                f"{one.svg}</g>"
            )
        elif one.svg:
            parts.append(f'<g transform="translate({x} {y})">{one.svg}</g>')
    return "".join(parts)


def row_box(one: Drawn, base: Point, half: float, *, upwards: bool) -> Box:
    """What a row covers, `half` to either side along the crossing."""
    x, y = base
    if upwards:
        return Box(x + one.low, y - half, x + one.high, y + half)
    return Box(x - half, y + one.low, x + half, y + one.high)


def frame(canvas: Canvas, *, width: int, height: int, sentence: str, inner: str) -> str:
    """The <svg> element itself, with its name and its one-sentence reading."""
    texts, key = canvas.texts, canvas.key
    role = 'role="img"'
    if canvas.interactive:
        kinds = {"l": texts.listened, "t": texts.tried, "c": texts.changed, "g": texts.golden}
        spoken = clean(json.dumps(kinds, ensure_ascii=False))
        role = (
            f'role="group" class="crossing-picture" data-kinds="{spoken}" '
            f'data-stone="{clean(texts.stone)}" data-row="{clean(texts.week_steps)}" data-steps="{canvas.scale.steps_per_stone}" '
            f'data-radius="{num(canvas.scale.radius)}"'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" {role} aria-labelledby="{key}-title {key}-desc" '
        f'font-family="{ATKINSON}"><title id="{key}-title">{clean(texts.title)}</title>'
        f'<desc id="{key}-desc">{clean(sentence)}</desc>{inner}</svg>'
    )
