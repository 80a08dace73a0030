"""Where one title may stand: over its stone or under it, and how much each place costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from backend.pictures.boxes import Box
from backend.pictures.crossing.sky import Sky
from backend.pictures.kept import kept
from backend.pictures.lettering import fit, measure
from backend.pictures.outline import reach_of

SIZE = 15.0
HIGH = 19.0
_LONGEST = 236.0
_STEP = 9.0
_TIERS = 14
_UP, _AWAY = 15.0, 3.0  # from the edge of its own stone, and from the outline of all
_LEADS = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9)  # where over its title a leader ends


class Wish(NamedTuple):
    """A golden stone that would like its title shown: at x, y, above (-1) or below it (1)."""

    x: float
    y: float
    reach: float  # half height of the stone
    side: int
    title: str
    row: int
    language: str = ""

    @property
    def foot(self) -> float:
        """Where its leader begins."""
        return self.y + self.side * self.reach


class Place(NamedTuple):
    """What is shown of a title and where, and at which end its leader meets it."""

    text: str
    box: Box
    tip: float


class _Near(NamedTuple):
    """All that the place of a title depends on, within its reach; the same, the same place."""

    wish: Wish
    slack: float
    area: Box
    words: tuple[Box, ...]
    lines: tuple[Box, ...]
    first: int  # strip of the outline
    outline: tuple[float, ...]
    others: tuple[tuple[float, float, float], ...]  # x, y and reach of stones on the same side


def place_for(wish: Wish, sky: Sky, slack: float, others: Sequence[Wish]) -> Place | None:
    """The nearest free place for a title, with its leader straight to the stone.

    `slack` is room for "and 3 more", where there are so many titles that the first place will do;
    `others` are the stones on the same side that have, or may yet get, a title.
    """
    width = _width(wish.title) + slack
    left, right = wish.x - width, wish.x + width
    first, outline = sky.stones.side(left - 4, right + 4, wish.side)
    return _place(
        _Near(
            wish,
            slack,
            sky.area,
            tuple([box for box in sky.taken if box[0] < right and left < box[2]]),
            tuple([box for box in sky.lines if box[0] < right and left < box[2]]),
            first,
            outline,
            tuple([one[:3] for one in others if left - 6 < one[0] < right + 6]),
        )
    )


@kept(2048)
def _place(near: _Near) -> Place | None:
    wish, slack, area, words, lines, first, outline, others = near
    x, y, side = wish.x, wish.y, wish.side
    start = y + side * (wish.reach + _UP)
    furthest = _furthest(wish, words)
    if (start + side * _AWAY - furthest) * side > 0:
        return None
    text, width = fit(wish.title, _LONGEST, SIZE, "bold"), _width(wish.title) + slack
    least, best = 1e9, None
    for lead in _LEADS:
        left, right = x - width * lead, x - width * lead + width
        if left < area.left or right > area.right:
            continue
        from_stones = reach_of(first, outline, (left - 4, right + 4), side, start) + side * _AWAY
        aside = abs(lead - 0.5) * 60
        if abs(from_stones - y) + aside >= least:
            continue
        spans = [box[1::2] for box in (*words, *lines) if box[0] < right and left < box[2]]
        for edge, top, tip in _levels(wish, from_stones, area, furthest, spans):
            cost = abs(edge - y) + aside
            if cost >= least:  # and further away it costs more
                break
            # To lie over other golden stones costs much, unless their titles fit below.
            cost += sum(
                [
                    160.0 if abs(edge - at) < reach + 48 else 12.0
                    for other, at, reach in others
                    if left - 6 < other < right + 6
                ]
            )
            if cost < least:
                least = cost
                best = Place(text, Box(left, top, right, top + HIGH), tip)
                if slack:
                    break
    return best


@kept(2048)
def _width(title: str) -> float:
    return measure(fit(title, _LONGEST, SIZE, "bold"), SIZE, "bold")


def _furthest(wish: Wish, taken: Sequence[Box]) -> float:
    """How far the leader can go before it meets words that stand there already."""
    foot, side, x = wish.foot, wish.side, wish.x
    before = [box for box in taken if box.left < x + 3 and x - 3 < box.right]
    if side < 0:
        return max((box.bottom for box in before if box.top < foot), default=-1e9)
    return min((box.top for box in before if box.bottom > foot), default=1e9)


def _levels(
    wish: Wish, near: float, area: Box, furthest: float, spans: Sequence[tuple[float, ...]]
) -> Iterator[tuple[float, float, float]]:
    """Further and further from the stone, where it is free: the title's near edge, its top, its
    leader's end. `spans` is what is taken there, from top to bottom."""
    side = wish.side
    for tier in range(_TIERS):
        edge = near + side * tier * _STEP
        top = edge - HIGH if side < 0 else edge
        bottom = top + HIGH
        tip = edge - side
        if (tip - furthest) * side > 0:
            return
        if top < area.top or bottom > area.bottom:
            continue
        for high, low in spans:
            if top < low and high < bottom:
                break
        else:
            yield edge, top, tip
