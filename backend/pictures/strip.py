"""An initiative's own stones in a line: done, planned (dashed), and the golden one last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from backend.pictures.boxes import Box
from backend.pictures.crossing.data import Kind
from backend.pictures.lettering import ATKINSON, measure
from backend.pictures.stones import INK_SOFT, TINT, TINT_DEEPER, half_size, stone
from backend.pictures.svg import clean, jitter, num
from backend.pictures.water import ripples

_SIZE = 14.0
_LINE = 17.0  # from one line of words to the next
_LABELLED = 14  # more stones than this go without words
_KINDS = {"listened", "tried", "changed"}


@dataclass(frozen=True, slots=True)
class StripStone:
    """One step. A golden stone keeps its kind for the reader, not for its shape."""

    kind: str = Kind.TRIED
    label: str = ""
    planned: bool = False
    golden: bool = False

    @property
    def shape(self) -> str:
        if self.golden:
            return "golden"
        if self.planned:
            return "planned"
        return self.kind if self.kind in _KINDS else "tried"


@dataclass(frozen=True, slots=True)
class _Grid:
    """How the stones lie: so many in a row, so far apart, in rows so high."""

    per_row: int
    edge: float  # from the strip's side to the middle of its first stone
    pitch: float
    top: float
    high: float
    radius: float
    lower: float  # every other stone lies so much lower
    labelled: bool

    def place(self, index: int) -> tuple[float, float]:
        row, column = divmod(index, self.per_row)
        wander = jitter(index, 11) * self.radius * (0.1 if self.labelled else 0.3)
        y = self.top + row * self.high + (self.lower if column % 2 else 0) + wander
        return self.edge + column * self.pitch, y

    def height(self, count: int) -> int:
        rows = max(1, ceil(count / self.per_row))
        below = self.radius + 46 if self.labelled else self.radius * 1.3 + 8
        return ceil(self.top + (rows - 1) * self.high + self.lower + below)


def strip(
    stones: Sequence[StripStone],
    *,
    sentence: str,
    labelled: bool = False,
    width: int = 525,
    key: str = "strip",
) -> str:
    """Draw the strip as an SVG of `width` with its own water behind it.

    `sentence` is its accessible name ("Vijf stappen gezet, nog twee gepland"). Labels stand
    under the stones, staggered, while there is room (about 14 stones); more stones make more
    rows and smaller stones. No stones: quiet water. `key` must differ per strip on a page.
    """
    ordered = sorted(stones, key=lambda one: (one.planned, one.golden and not one.planned))
    worded = labelled and len(ordered) <= _LABELLED and any(one.label for one in ordered)
    grid = _grid(len(ordered), width, worded)
    places = [grid.place(i) for i in range(len(ordered))]
    taken: list[Box] = []
    drawn = []
    for i, (one, (x, y)) in enumerate(zip(ordered, places, strict=True)):
        wide, high = half_size(one.shape, grid.radius)
        taken.append(Box(x - wide - 6, y - high - 6, x + wide + 6, y + high + 6))
        drawn.append(
            f'<g transform="translate({num(x)} {num(y)})">{stone(one.shape, grid.radius, i % 4)}</g>'
        )
    words = _labels(ordered, places, grid, width, taken) if grid.labelled else ""
    height = ceil(max([grid.height(len(ordered)), *(box.bottom + 8 for box in taken)]))
    waves = ripples(Box(10, 2, width - 50, height - 6), taken, seed=len(ordered) + 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="strip-picture" viewBox="0 0 {width} '
        f'{height}" width="{width}" height="{height}" role="img" aria-labelledby="{clean(key)}-t" '
        f'font-family="{ATKINSON}"><title id="{clean(key)}-t">{clean(sentence)}</title>'
        f'<rect class="crossing-water" width="{width}" height="{height}" rx="16" fill="{TINT}"/>'
        f'<path class="crossing-ripple" fill="none" stroke="{TINT_DEEPER}" stroke-width="2" '
        f'stroke-linecap="round" d="{waves}"/>{"".join(drawn)}{words}</svg>'
    )


def _grid(count: int, width: int, labelled: bool) -> _Grid:
    """Wide apart while there is room; closer and smaller as there are more, then in rows."""
    edge = 60.0 if labelled else 34.0
    least = 84.0 if labelled else 36.0 if count <= 16 else 25.0
    room = width - 2 * edge
    most_in_row = max(2, int(room / least) + 1)
    rows = max(1, ceil(count / most_in_row))
    per_row = max(1, ceil(count / rows))
    pitch = min(room / max(1, per_row - 1), 118.0 if labelled else 76.0)
    if labelled:
        return _Grid(per_row, edge, pitch, 34.0, 112.0, 14.0, 30.0, labelled)
    radius = min(14.0, pitch * 0.36)
    lower = radius * (0.9 if rows == 1 else 0.6)
    return _Grid(per_row, edge, pitch, radius * 1.3 + 10, radius * 2.7, radius, lower, labelled)


def _labels(
    stones: Sequence[StripStone],
    places: Sequence[tuple[float, float]],
    grid: _Grid,
    width: int,
    taken: list[Box],
) -> str:
    """Words under each stone, on one line or two. What lies there stays free: another stone, and
    words that stand already."""
    parts = []
    for one, (x, y) in zip(stones, places, strict=True):
        for lines in _ways(one.label, min(grid.pitch * 2 - 14, 180.0, width - 16.0)):
            half = max(measure(line, _SIZE) for line in lines) / 2
            middle, base = _middle(x, half, width), y + grid.radius + 23
            bottom = base + (len(lines) - 1) * _LINE + 4
            box = Box(middle - half - 3, base - 11, middle + half + 3, bottom)
            if any(box.meets(other) for other in taken):
                continue
            taken.append(box.grown(2))
            parts += [
                f'<text class="crossing-soft" x="{num(middle)}" y="{num(base + i * _LINE)}" '
                f'font-size="{num(_SIZE)}" fill="{INK_SOFT}" text-anchor="middle">'
                f"{clean(line)}</text>"
                for i, line in enumerate(lines)
            ]
            break
    return "".join(parts)


def _middle(x: float, half: float, width: int) -> float:
    """Under its stone, as far as the edges let it."""
    return max(half + 8, min(width - half - 8, x))


def _ways(label: str, width: float) -> Iterator[list[str]]:
    """The lines in which it can be told, best first: whole before shortened, one line before two.
    No word is cut."""
    words = label.split()
    for count in range(len(words), 0, -1):
        cuts = sorted(range(1, count), key=lambda cut: _widest(words[:count], cut))
        for lines in [[words[:count]], *([words[:cut], words[cut:count]] for cut in cuts[:1])]:
            told = [" ".join(line) for line in lines]
            if all(measure(line, _SIZE) <= width for line in told):
                yield told


def _widest(words: Sequence[str], cut: int) -> float:
    return max(measure(" ".join(part), _SIZE) for part in (words[:cut], words[cut:]))
