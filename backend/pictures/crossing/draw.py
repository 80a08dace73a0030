"""Pieces that laptop and phone share: definitions, groups of stones, lines of text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from backend.pictures.crossing.data import CrossingTexts
from backend.pictures.crossing.rows import Row
from backend.pictures.crossing.stones import Scale, Stone
from backend.pictures.crossing.words import row_counts, row_name, success_label
from backend.pictures.lettering import ATKINSON, BRICOLAGE
from backend.pictures.stones import INK, INK_SOFT, VARIANTS, stone
from backend.pictures.svg import Point, clean, jitter, num

_LETTER = {"listened": "l", "tried": "t", "changed": "c", "golden": "g"}
SMALLEST_GOLD = 5.2


@dataclass(frozen=True, slots=True)
class Placed:
    """A stone with its place in the picture."""

    stone: Stone
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Canvas:
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


def definitions(canvas: Canvas) -> str:
    """Each stone is drawn once in four variants and then only placed."""
    parts = []
    for kind, letter in _LETTER.items():
        radius = canvas.gold if kind == "golden" else canvas.scale.radius
        for variant in range(VARIANTS):
            parts.append(stone(kind, radius, variant, f'id="{canvas.key}{letter}{variant}" '))
    return f"<defs>{''.join(parts)}</defs>"


def _use(canvas: Canvas, placed: Placed, base: Point = (0, 0)) -> str:
    one = placed.stone
    variant = int((jitter(one.row, round(placed.y), round(placed.x)) + 1) * VARIANTS / 2)
    name = f"{canvas.key}{_LETTER[one.kind]}{min(variant, VARIANTS - 1)}"
    x, y = placed.x - base[0], placed.y - base[1]
    if canvas.scale.radius >= 7:
        return f'<use href="#{name}" x="{num(x)}" y="{num(y)}"/>'
    return f'<use href="#{name}" x="{x:.0f}" y="{y:.0f}"/>'


def plain_stones(canvas: Canvas, placed: Iterable[Placed], bases: Sequence[Point]) -> str:
    """A group per row, empty rows too: crossing.ts moves and replays along them.

    Each group stands at its row's base, so that places are short and much alike.
    """
    by_row: dict[int, list[Placed]] = {}
    for one in placed:
        if one.stone.kind != "golden":
            by_row.setdefault(one.stone.row, []).append(one)
    parts = []
    for i, row in enumerate(canvas.rows):
        base = (round(bases[i][0]), round(bases[i][1]))
        stones = "".join(_use(canvas, one, base) for one in by_row.get(i, ()))
        attributes = f'transform="translate({base[0]} {base[1]})"'
        if canvas.interactive:
            attributes += f' data-w="{i}" data-week="{row.monday}" {_row_words(canvas, row)}'
        if stones or canvas.interactive:
            parts.append(f"<g {attributes}>{stones}</g>")
    return "".join(parts)


def _row_words(canvas: Canvas, row: Row) -> str:
    name = row_name(row, canvas.texts, year=canvas.year)
    if not row.total:
        return f'data-label="{clean(canvas.texts.week_empty.format(week=name))}"'
    return f'data-label="{clean(name)}" data-counts="{clean(row_counts(row, canvas.texts))}"'


def golden_stone(
    canvas: Canvas, one: Placed, around: str = "", joined: int = 0, seen: str = ""
) -> str:
    """A golden stone with `around` (its leader and title); a link where its page is known.

    Its title speaks for `joined` others too, and its name says so, as everybody sees it: a title of
    which only a part is `seen` is called by that part first, for who says what they see.
    """
    row = canvas.rows[one.stone.row]
    nth = one.stone.nth
    success = row.successes[nth] if nth < len(row.successes) else None
    inner = around + _use(canvas, one)
    if not canvas.interactive:
        return inner
    if success is not None and joined:
        said = canvas.texts.and_more.format(title=success.title, count=joined)
        if seen and seen != success.title:
            part = canvas.texts.and_more.format(title=seen, count=joined)
            said = f"{part}: {success.title}"
        success = replace(success, title=said)
    label = clean(success_label(success, row, canvas.texts, canvas.year))
    if success is not None and success.url:
        link = f'href="{clean(success.url)}" tabindex="-1" aria-label="{label}"'
        return f'<a data-w="{one.stone.row}" {link}>{inner}</a>'
    return f'<g data-w="{one.stone.row}" data-gold="" data-label="{label}">{inner}</g>'


def words(
    text: str,
    x: float,
    y: float,
    *,
    size: float,
    name: str = "ink",
    anchor: str = "start",
    weight: int = 400,
    heading: bool = False,
    italic: bool = False,
    language: str = "",
) -> str:
    """A line of text; `name` is ink or soft, `language` what it is in but the reader's own."""
    fill = INK if name == "ink" else INK_SOFT
    more = f' text-anchor="{anchor}"' if anchor != "start" else ""
    more += f' font-weight="{weight}"' if weight != 400 else ""
    more += f' font-family="{BRICOLAGE}"' if heading else ""
    more += ' font-style="italic"' if italic else ""
    more += f' lang="{clean(language)}"' if language else ""
    return (
        f'<text class="crossing-{name}" x="{num(x)}" y="{num(y)}" font-size="{num(size)}" '
        f'fill="{fill}"{more}>{clean(text)}</text>'
    )


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
