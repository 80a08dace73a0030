"""The crossing as a wide band: near bank left, far bank right, time from left to right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from backend.pictures.boxes import Box
from backend.pictures.crossing import notes, shores
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
from backend.pictures.crossing.gathered import gathered_gold, gathered_stone
from backend.pictures.crossing.gold import golden_stone
from backend.pictures.crossing.labels import Label, Wish, place
from backend.pictures.crossing.laying import Stone
from backend.pictures.crossing.rows import Row, steps_of
from backend.pictures.crossing.scale import Field, Scale, scale_of
from backend.pictures.crossing.shores import HEIGHT, MIDDLE, WIDTH
from backend.pictures.crossing.sky import Sky
from backend.pictures.crossing.time_line import FAR, NEAR, time_line
from backend.pictures.stones import TINT, TINT_DEEPER, half_size
from backend.pictures.svg import Point
from backend.pictures.water import ripples

_TOP, _BOTTOM = 20.0, 424.0  # titles stay between


def field_of(data: CrossingData, rows: Sequence[Row]) -> Field:
    line = time_line(data, rows)
    return Field(pitch=line.per_day * 7 * rows[0].weeks, across=292.0, largest=17.0, smallest=2.5)


def scale_for(data: CrossingData, rows: Sequence[Row]) -> Scale:
    """The largest stones and the fewest steps per stone that fit a laptop."""
    return scale_of(rows, field_of(data, rows))


def draw(canvas: Canvas, data: CrossingData, said: str) -> str:
    """The whole SVG."""
    line, field = time_line(data, canvas.rows), field_of(data, canvas.rows)
    layout = lay(canvas.rows, canvas.scale, field)
    bases = [(line.left + (i + 0.5) * field.pitch, MIDDLE) for i in range(len(canvas.rows))]
    drawn = [
        drawn_row(stones, canvas.key, canvas.scale.radius, base, upwards=False)
        for stones, base in zip(layout.rows, bases, strict=True)
    ]
    golden = {one: placed(one, bases[one.row], upwards=False) for one in layout.golden}
    sky = _sky(canvas, field, zip(drawn, bases, strict=True), golden.values())
    today = notes.today(canvas, data, line, sky)
    note = notes.scale_note(canvas, sky)
    gathered = gathered_gold(canvas, [x for x, _ in bases], sky) if canvas.scale.gathered else ()
    labels = place(_wishes(canvas, golden), sky, canvas.texts.and_more)
    inner = [
        today,
        note,
        notes.quiet(canvas, [x for x, _ in bases], sky),
        "" if steps_of(canvas.rows) else notes.first_stone(canvas, sky),
        plain_stones(canvas, drawn, bases),
        *(gathered_stone(canvas, one) for one in gathered),
        _gold(canvas, golden, labels),
        shores.bank_words(data.near, data.far),
    ]
    under = [
        definitions(canvas),
        _water(sky),
        shores.banks(),
        shores.months(line, canvas.texts.months_short, year=canvas.year),
    ]
    return frame(canvas, width=WIDTH, height=HEIGHT, sentence=said, inner="".join(under + inner))


def _sky(
    canvas: Canvas, field: Field, rows: Iterable[tuple[Drawn, Point]], golden: Iterable[Point]
) -> Sky:
    """Where words may stand: nothing but stones is there yet."""
    sky = Sky(Box(NEAR + 14, _TOP, FAR - 14, _BOTTOM))
    half = max(canvas.scale.radius + 1, field.pitch * 0.46)
    sky.add_stones(row_box(one, base, half, upwards=False) for one, base in rows if one.svg)
    wide, high = (size + 1 for size in half_size("golden", canvas.gold))
    sky.add_stones(Box(x - wide, y - high, x + wide, y + high) for x, y in golden)
    return sky


def _water(sky: Sky) -> str:
    area = Box(NEAR + 10, 8, FAR - 80, HEIGHT - 40)
    waves = ripples(area, sky.taken, seed=3, outline=sky.stones)
    return (
        f'<path class="crossing-water" fill="{TINT}" d="M0 0H{WIDTH}V{HEIGHT}H0Z"/>'
        f'<path class="crossing-ripple" fill="none" stroke="{TINT_DEEPER}" stroke-width="2" '
        f'stroke-linecap="round" d="{waves}"/>'
    )


def _wishes(canvas: Canvas, golden: Mapping[Stone, Point]) -> list[Wish]:
    high = half_size("golden", canvas.gold)[1] + 1
    wishes = []
    for one, (x, y) in golden.items():
        successes = canvas.rows[one.row].successes
        if one.nth < len(successes):
            success = successes[one.nth]
            wishes.append(Wish(x, y, high, one.side, success.title, one.row, success.language))
    return wishes


def _gold(canvas: Canvas, golden: Mapping[Stone, Point], labels: Sequence[Label]) -> str:
    titled = {(label.wish.x, label.wish.y): label for label in labels}
    return "".join(golden_stone(canvas, one, at, titled.get(at)) for one, at in golden.items())
