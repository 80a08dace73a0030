"""The crossing on a phone: upwards, the last 13 weeks, the rest as one line at the near bank."""

from __future__ import annotations

from collections.abc import Sequence

from backend.pictures.boxes import Box
from backend.pictures.crossing import phone_shores as shores
from backend.pictures.crossing.data import CrossingData
from backend.pictures.crossing.draw import (
    Canvas,
    Drawn,
    definitions,
    drawn_row,
    frame,
    lay,
    placed,
    plain_stones,
    row_box,
)
from backend.pictures.crossing.gathered import Gathered, gathered_beside, gathered_stone
from backend.pictures.crossing.gold import golden_stone
from backend.pictures.crossing.lines import words
from backend.pictures.crossing.phone_shores import BESIDE, WIDTH
from backend.pictures.crossing.rows import Row, steps_of
from backend.pictures.crossing.scale import Field, Scale, scale_of
from backend.pictures.crossing.words import number
from backend.pictures.lettering import wrap
from backend.pictures.outline import Outline
from backend.pictures.stones import INK_SOFT, TINT, TINT_DEEPER, half_size, stone
from backend.pictures.svg import Point, num
from backend.pictures.water import ripples

WEEKS = 13
_PITCH = 40.0
_AHEAD = 132.0  # open water between today and the far bank
_SHORE = 34.0

FIELD = Field(pitch=_PITCH, across=286.0, largest=14.0, smallest=2.5, upwards=True)
_MIDDLE = WIDTH / 2 + 10
# Gathered gold lies in a column of its own, and the other stones make room for it.
_BESIDE_GOLD = FIELD._replace(across=256.0)
_GOLD_RIGHT = WIDTH - 10.0
_ASIDE = 16.0


def scale_for(rows: Sequence[Row]) -> Scale:
    """The largest stones and the fewest steps per stone that fit a phone."""
    scale = scale_of(rows, FIELD)
    return scale_of(rows, _BESIDE_GOLD) if scale.gathered else scale


def draw(canvas: Canvas, data: CrossingData, said: str, before: str) -> str:
    """The whole SVG; its height follows the number of weeks."""
    far = shores.far_words(data.far)
    top = far[1] + 26
    today = top + _AHEAD
    rows = max(6, len(canvas.rows))
    bottom = today + 4 + rows * _PITCH + _SHORE
    near = shores.near_words(data.near, before, bottom + 40)
    height = int(near[1] + 22)
    gathers = canvas.scale.gathered
    field, middle = (_BESIDE_GOLD, _MIDDLE - _ASIDE) if gathers else (FIELD, _MIDDLE)
    bases = [(middle, bottom - _SHORE - (i + 0.5) * _PITCH) for i in range(len(canvas.rows))]
    gold = gathered_beside(canvas, _GOLD_RIGHT, [y for _, y in bases]) if gathers else []
    layout = lay(canvas.rows, canvas.scale, field)
    drawn = [
        drawn_row(stones, canvas.key, canvas.scale.radius, base, upwards=True)
        for stones, base in zip(layout.rows, bases, strict=True)
    ]
    golden = [(one, placed(one, bases[one.row], upwards=True)) for one in layout.golden]
    line = today if len(canvas.rows) >= 6 else bottom - _SHORE - len(canvas.rows) * _PITCH - 4
    outline = _outline(canvas, drawn, bases, [at for _, at in golden], height)
    inner = [
        definitions(canvas),
        _water(canvas, outline, gold, Box(-30, top + 14, WIDTH - 20, bottom - 12), height, line),
        shores.banks(top, bottom, height),
        _months(canvas, bottom),
        _today(canvas, line),
        "" if steps_of(canvas.rows) else _awaited_stone(canvas, before, bottom, line),
        plain_stones(canvas, drawn, bases),
        *(golden_stone(canvas, one, at) for one, at in golden),
        *(gathered_stone(canvas, one) for one in gold),
        _scale_note(canvas, line),
        far[0],
        near[0],
    ]
    return frame(canvas, width=WIDTH, height=height, sentence=said, inner="".join(inner))


def _outline(
    canvas: Canvas,
    drawn: Sequence[Drawn],
    bases: Sequence[Point],
    golden: Sequence[Point],
    height: int,
) -> Outline:
    outline = Outline(height, upwards=True)
    half = max(canvas.scale.radius + 1, _PITCH * 0.46) + 3
    for one, base in zip(drawn, bases, strict=True):
        if one.svg:
            outline.add(row_box(one, base, half, upwards=True))
    wide, high = half_size("golden", canvas.gold)
    for x, y in golden:
        outline.add(Box(x - wide - 3, y - high - 3, x + wide + 3, y + high + 3))
    return outline


def _water(  # noqa: PLR0917
    canvas: Canvas,
    outline: Outline,
    gold: Sequence[Gathered],
    area: Box,
    height: int,
    today: float,
) -> str:
    taken = [Box(one.x - 30, one.y - 16, WIDTH, one.y + 16) for one in gold]
    taken.append(Box(0, today - 26, WIDTH, today + 6))
    taken += [Box(0, y - 16, 50, y + 6) for _, _, y in _month_lines(canvas, area.bottom + 12)]
    if not steps_of(canvas.rows):
        taken.append(Box(60, area.bottom - 88, 330, area.bottom - 12))
        taken.append(Box(60, today + 8, 330, today + 92))
    waves = ripples(area, taken, seed=5, spacing=(96.0, 34.0), outline=outline)
    return (
        f'<path class="crossing-water" fill="{TINT}" d="M{-BESIDE} 0H{WIDTH + BESIDE}V{height}H{-BESIDE}Z"/>'
        f'<path class="crossing-ripple" fill="none" stroke="{TINT_DEEPER}" stroke-width="2" '
        f'stroke-linecap="round" d="{waves}"/>'
    )


def _today(canvas: Canvas, y: float) -> str:
    label = words(canvas.texts.today, WIDTH - 18, y - 9, size=14.5, name="soft", anchor="end")
    return (
        f'<g class="crossing-today"><path fill="none" stroke="{INK_SOFT}" stroke-width="1.5" '
        f'stroke-dasharray="3 5" d="M18 {num(y)}H{WIDTH - 18}"/>{label}</g>'
    )


def _month_lines(canvas: Canvas, bottom: float) -> list[tuple[str, float, float]]:
    """Each month's name at its first week, with its place."""
    return [
        (
            canvas.texts.months_short[row.monday.month - 1],
            16,
            bottom - _SHORE - (i + 0.5) * _PITCH + 5,
        )
        for i, row in enumerate(canvas.rows)
        if row.monday.day <= 7 or (i == 0 and row.monday.day <= 17)
    ]


def _months(canvas: Canvas, bottom: float) -> str:
    parts = [words(text, x, y, size=14, name="soft") for text, x, y in _month_lines(canvas, bottom)]
    return f'<g aria-hidden="true">{"".join(parts)}</g>'


def _scale_note(canvas: Canvas, today: float) -> str:
    count = canvas.scale.steps_per_stone
    if count == 1:
        return ""
    text = canvas.texts.scale.format(count=number(count, canvas.texts))
    return words(text, 18, today - 9, size=14.5, name="soft")


def _awaited_stone(canvas: Canvas, before: str, bottom: float, today: float) -> str:
    """Where the first one will lie; or the next, when those before lie further back."""
    y = today + 34 if before else bottom - 72
    drawn = stone("planned", 18)
    said = canvas.texts.empty_again if before else canvas.texts.empty
    text = wrap(said, 300, 16, lines=2, face="bold")
    return f'<g transform="translate({WIDTH // 2} {num(y)})">{drawn}</g>' + "".join(
        words(line, WIDTH / 2, y + 36 + i * 21, size=16, anchor="middle", weight=650)
        for i, line in enumerate(text)
    )
