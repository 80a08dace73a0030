"""Words over a laptop's water beside the titles: today, the scale, what a silence is called."""

from __future__ import annotations

from collections.abc import Sequence

from backend.pictures.boxes import Box
from backend.pictures.crossing.data import CrossingData
from backend.pictures.crossing.draw import Canvas
from backend.pictures.crossing.lines import words
from backend.pictures.crossing.rows import monday_of
from backend.pictures.crossing.shores import HEIGHT, MIDDLE
from backend.pictures.crossing.sky import Sky
from backend.pictures.crossing.time_line import FAR, NEAR, TimeLine
from backend.pictures.crossing.words import number, silences
from backend.pictures.lettering import measure
from backend.pictures.stones import INK_SOFT, stone
from backend.pictures.svg import num


def today(canvas: Canvas, data: CrossingData, line: TimeLine, sky: Sky) -> str:
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


def scale_note(canvas: Canvas, sky: Sky) -> str:
    count = canvas.scale.steps_per_stone
    if count == 1:
        return ""
    text = canvas.texts.scale.format(count=number(count, canvas.texts))
    sky.taken.append(Box(FAR - 40 - measure(text, 14), HEIGHT - 62, FAR - 20, HEIGHT - 38))
    return words(text, FAR - 30, HEIGHT - 48, size=14, name="soft", anchor="end")


def quiet(canvas: Canvas, middles: Sequence[float], sky: Sky) -> str:
    """Silence has its name, where there is room for it."""
    parts = []
    for first, last in silences(canvas.rows):
        middle = (middles[first] + middles[last]) / 2
        month = canvas.rows[(first + last) // 2].monday.month
        text = canvas.texts.quiet[month - 1]
        width = measure(text, 14)
        for y in (MIDDLE + away for away in (5, 34, 62, -34, 92, -62, 122, -92, 150)):
            box = Box(middle - width / 2, y - 14, middle + width / 2, y + 5)
            near = Box(box.left - 6, box.top, box.right + 6, box.bottom)
            if sky.stones.clear(near) and sky.free(box):
                sky.taken.append(box.grown(4))
                parts.append(
                    words(text, middle, y, size=14, name="soft", anchor="middle", italic=True)
                )
                break
    return "".join(parts)


def first_stone(canvas: Canvas, sky: Sky) -> str:
    """No step yet: the place of the first one, as an invitation."""
    x = NEAR + 66
    box = Box(x - 24, MIDDLE - 20, x + 40 + measure(canvas.texts.empty, 17, "bold"), MIDDLE + 20)
    sky.taken.append(box)
    drawn = stone("planned", 19)
    return f'<g transform="translate({num(x)} {num(MIDDLE)})">{drawn}</g>' + words(
        canvas.texts.empty, x + 34, MIDDLE + 6, size=17, weight=650
    )
