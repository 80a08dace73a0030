"""The crossing as a wide band: near bank left, far bank right, time from left to right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from backend.pictures.boxes import Box
from backend.pictures.crossing.data import Bank, CrossingData
from backend.pictures.crossing.draw import (
    Canvas,
    Placed,
    definitions,
    frame,
    golden_stone,
    plain_stones,
    words,
)
from backend.pictures.crossing.gold import Gathered, gathered_gold, gathered_stone
from backend.pictures.crossing.labels import HIGH, SIZE, Label, Sky, Wish, place
from backend.pictures.crossing.rows import Row, monday_of, steps_of
from backend.pictures.crossing.stones import Field, Scale, Stone, lay, scale_of
from backend.pictures.crossing.words import number, sentence, silences
from backend.pictures.lettering import measure, wrap
from backend.pictures.stones import BANK, INK, INK_SOFT, TINT, TINT_DEEPER, half_size, stone
from backend.pictures.svg import num
from backend.pictures.water import edge, path, ripples

WIDTH, HEIGHT = 1440, 460
MIDDLE = 220.0
NEAR, FAR = 196.0, 1248.0  # where the banks' edges lie, on average
_DEPTH = 19.0
_FURTHEST = 15 * 365  # days: a programme's end beyond that is a slip of the pen
_TOP, _BOTTOM = 20.0, 424.0  # titles stay between


@dataclass(frozen=True, slots=True)
class TimeLine:
    """Where a day lies on the water, from `first` at `left`, `per_day` pixels a day."""

    first: date
    last: date
    left: float
    per_day: float

    def x(self, day: date) -> float:
        return self.left + (day - self.first).days * self.per_day


def time_line(data: CrossingData, rows: Sequence[Row]) -> TimeLine:
    """From the first week to the programme's end; today never touches the far bank."""
    first = rows[0].monday
    seen = max((data.today - first).days + 7, (rows[-1].monday - first).days + 7)
    planned = min((data.end - first).days + 1, _FURTHEST)
    days = max(planned, int(seen * 1.04) + 7, 84)
    left, right = NEAR + 30, FAR - 30
    return TimeLine(first, first + timedelta(days=days - 1), left, (right - left) / days)


def field_of(data: CrossingData, rows: Sequence[Row]) -> Field:
    line = time_line(data, rows)
    return Field(pitch=line.per_day * 7 * rows[0].weeks, across=292.0, largest=17.0, smallest=2.5)


def scale_for(data: CrossingData, rows: Sequence[Row]) -> Scale:
    """The largest stones and the fewest steps per stone that fit a laptop."""
    return scale_of(rows, field_of(data, rows))


def draw(canvas: Canvas, data: CrossingData) -> str:
    """The whole SVG."""
    line = time_line(data, canvas.rows)
    field = field_of(data, canvas.rows)
    placed = [_on_water(stone, field, line) for stone in lay(canvas.rows, canvas.scale, field)]
    bases = [(_middle(i, field, line), MIDDLE) for i in range(len(canvas.rows))]
    sky = Sky(Box(NEAR + 14, _TOP, FAR - 14, _BOTTOM))
    sky.add_stones(_box(canvas, one) for one in placed)
    today = _today(canvas, data, line, sky)
    note = _scale_note(canvas, sky)
    gathered = gathered_gold(canvas, [x for x, _ in bases], sky) if canvas.scale.gathered else ()
    labels = place(_wishes(canvas, placed), sky, canvas.texts.and_more)
    quiet = _quiet(canvas, field, line, sky)
    empty = "" if steps_of(canvas.rows) else _first_stone(canvas, sky)
    inner = [
        definitions(canvas),
        _water(sky, placed, canvas),
        _banks(),
        _months(canvas, line),
        today,
        note,
        quiet,
        empty,
        plain_stones(canvas, placed, bases),
        _gold(canvas, placed, labels, gathered),
        _bank_words(data.near, 28, "start", NEAR - 28 - _DEPTH - 8),
        _bank_words(data.far, WIDTH - 28, "end", WIDTH - FAR - 28 - _DEPTH - 8),
    ]
    said = sentence(data, canvas.texts)
    return frame(canvas, width=WIDTH, height=HEIGHT, sentence=said, inner="".join(inner))


def _middle(row: int, field: Field, line: TimeLine) -> float:
    return line.left + (row + 0.5) * field.pitch


def _on_water(stone: Stone, field: Field, line: TimeLine) -> Placed:
    return Placed(stone, _middle(stone.row, field, line) + stone.along, MIDDLE + stone.across)


def _box(canvas: Canvas, one: Placed) -> Box:
    gold = one.stone.kind == "golden"
    wide, high = half_size(one.stone.kind, canvas.gold if gold else canvas.scale.radius)
    return Box(one.x - wide - 1, one.y - high - 1, one.x + wide + 1, one.y + high + 1)


def _water(sky: Sky, placed: Sequence[Placed], canvas: Canvas) -> str:
    taken = [*sky.taken, *(_box(canvas, one).grown(2) for one in placed[:: 1 + len(placed) // 300])]
    waves = ripples(Box(NEAR + 10, 8, FAR - 80, HEIGHT - 40), taken, seed=3)
    return (
        f'<path class="crossing-water" fill="{TINT}" d="M0 0H{WIDTH}V{HEIGHT}H0Z"/>'
        f'<path class="crossing-ripple" fill="none" stroke="{TINT_DEEPER}" stroke-width="2" '
        f'stroke-linecap="round" d="{waves}"/>'
    )


def _banks() -> str:
    near = [(NEAR + out, along) for along, out in edge(HEIGHT, 3, step=58, depth=_DEPTH)]
    far = [(FAR + out, along) for along, out in edge(HEIGHT, 8, step=58, depth=_DEPTH)]
    parts = []
    for points, back in ((near, 0), (far, WIDTH)):
        shore = path(points)
        end = f"V{HEIGHT + 60}H{back}V-60Z"
        parts.append(
            f'<path class="crossing-foam" fill="none" stroke="#fff" stroke-width="7" '
            f'stroke-opacity=".7" d="{shore}"/>'
            f'<path class="crossing-bank" fill="{BANK}" d="{shore}{end}"/>'
        )
    return "".join(parts)


def _bank_words(bank: Bank, x: float, anchor: str, width: float) -> str:
    titles = wrap(bank.title, width, 20, lines=2, face="heading")
    lines = wrap(bank.text, width, 15, lines=8)
    y = MIDDLE - (len(titles) * 25 + len(lines) * 22) / 2 + 18
    parts = []
    for title in titles:
        parts.append(words(title, x, y, size=20, anchor=anchor, weight=700, heading=True))
        y += 25
    for line in lines:
        parts.append(words(line, x, y, size=15, anchor=anchor, name="soft", language=bank.language))
        y += 22
    return "".join(parts)


def _months(canvas: Canvas, line: TimeLine) -> str:
    """Names of months as far as there is room, else of quarters or years."""
    per_month = line.per_day * 30.4
    every = next((n for n in (1, 2, 3, 6, 12) if n * per_month >= 46), 12)
    parts = []
    day = line.first.replace(day=1)
    while day <= line.last:
        x = line.x(day)
        if (day.month - 1) % every == 0 and NEAR + 30 <= x <= FAR - 46:
            year = day.month == 1 and (canvas.year or every > 3)
            text = str(day.year) if year else canvas.texts.months_short[day.month - 1]
            parts.append(words(text, x, HEIGHT - 20, size=14, name="soft"))
        day = (day + timedelta(days=32)).replace(day=1)
    return f'<g aria-hidden="true">{"".join(parts)}</g>'


def _today(canvas: Canvas, data: CrossingData, line: TimeLine, sky: Sky) -> str:
    last = line.x(monday_of(data.today)) + line.per_day * 7
    x = max(last + 3, line.left + len(canvas.rows) * line.per_day * 7 * canvas.rows[0].weeks)
    text = canvas.texts.today
    width = measure(text, 14)
    end = x + width + 20 > FAR
    left = x - width - 8 if end else x - 4
    sky.taken.append(Box(left, 8, left + width + 12, 36))
    sky.lines.append(Box(x - 2, 36, x + 2, HEIGHT))
    label = words(
        text, x - 6 if end else x + 6, 29, size=14, name="soft", anchor="end" if end else "start"
    )
    return (
        f'<g class="crossing-today"><path fill="none" stroke="{INK_SOFT}" stroke-width="1.5" '
        f'stroke-dasharray="3 5" d="M{num(x)} 18V{HEIGHT - 44}"/>{label}</g>'
    )


def _scale_note(canvas: Canvas, sky: Sky) -> str:
    count = canvas.scale.steps_per_stone
    if count == 1:
        return ""
    text = canvas.texts.scale.format(count=number(count, canvas.texts))
    sky.taken.append(Box(FAR - 40 - measure(text, 14), HEIGHT - 62, FAR - 20, HEIGHT - 38))
    return words(text, FAR - 30, HEIGHT - 48, size=14, name="soft", anchor="end")


def _wishes(canvas: Canvas, placed: Sequence[Placed]) -> list[Wish]:
    wishes = []
    for one in placed:
        stone = one.stone
        successes = canvas.rows[stone.row].successes
        if stone.kind == "golden" and stone.nth < len(successes):
            success = successes[stone.nth]
            high = half_size("golden", canvas.gold)[1] + 1
            wishes.append(
                Wish(one.x, one.y, high, stone.side, success.title, stone.row, success.language)
            )
    return wishes


def _gold(
    canvas: Canvas,
    placed: Sequence[Placed],
    labels: Sequence[Label],
    gathered: Sequence[Gathered],
) -> str:
    titled = {(label.wish.x, label.wish.y): label for label in labels}
    parts = [gathered_stone(canvas, one) for one in gathered]
    for one in placed:
        if one.stone.kind == "golden":
            label = titled.get((one.x, one.y))
            around = (_title(canvas, label), label.joined, label.text) if label else ("", 0, "")
            parts.append(golden_stone(canvas, one, *around))
    return "".join(parts)


def _title(canvas: Canvas, label: Label) -> str:
    text = label.text
    if label.joined:
        text = canvas.texts.and_more.format(title=text, count=label.joined)
    width = measure(text, SIZE, "bold")
    # The box may be wider than the words, which then stay with their leader.
    left = min(
        max(label.box.left, label.x - width + 8), max(label.box.left, label.box.right - width)
    )
    return (
        f'<path class="crossing-leader" stroke="{INK}" stroke-width="1.2" '
        f'd="M{num(label.x)} {num(label.y1)}V{num(label.y2)}"/>'
        + words(
            text,
            left,
            label.box.top + HIGH - 5,
            size=SIZE,
            weight=650,
            language=label.wish.language,
        )
    )


def _quiet(canvas: Canvas, field: Field, line: TimeLine, sky: Sky) -> str:
    """Silence has its name, where there is room for it."""
    parts = []
    for first, last in silences(canvas.rows):
        middle = (_middle(first, field, line) + _middle(last, field, line)) / 2
        month = canvas.rows[(first + last) // 2].monday.month
        text = canvas.texts.quiet[month - 1]
        width = measure(text, 14)
        for y in (MIDDLE + away for away in (5, 34, 62, -34, 92, -62, 122, -92, 150)):
            box = Box(middle - width / 2, y - 14, middle + width / 2, y + 5)
            edges = (
                sky.edge(box.left - 6, box.right + 6, -1, 1e9),
                sky.edge(box.left - 6, box.right + 6, 1, -1e9),
            )
            clear = box.top > edges[1] or box.bottom < edges[0]
            if clear and sky.free(box, box):
                sky.taken.append(box.grown(4))
                parts.append(
                    words(text, middle, y, size=14, name="soft", anchor="middle", italic=True)
                )
                break
    return "".join(parts)


def _first_stone(canvas: Canvas, sky: Sky) -> str:
    """No step yet: the place of the first one, as an invitation."""
    x = NEAR + 66
    box = Box(x - 24, MIDDLE - 20, x + 40 + measure(canvas.texts.empty, 17, "bold"), MIDDLE + 20)
    sky.taken.append(box)
    drawn = stone("planned", 19)
    return f'<g transform="translate({num(x)} {num(MIDDLE)})">{drawn}</g>' + words(
        canvas.texts.empty, x + 34, MIDDLE + 6, size=17, weight=650
    )
