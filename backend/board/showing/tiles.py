"""Where steps are taken: a tile for each group of teams, per person, so that large and small compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from backend.board.reading.board import Board
from backend.board.reading.groups import Group
from backend.board.reading.levels import Frontier, has_below
from backend.board.reading.parts import Part
from backend.board.showing import naming, texts
from backend.organisations.models import Organisation

SHADES = 3
# A group that was on its way and took no step for so many weeks is mentioned.
QUIET_WEEKS = 4


@dataclass(frozen=True)
class Tile:
    """A group of teams on the board; without a figure where it has no step yet."""

    name: str
    url: str = ""
    figure: str = ""
    shade: int = 0
    golden: bool = False
    note: str = ""
    small: bool = False


def departments(*, organisation: Organisation, board: Board) -> list[tuple[str, list[Tile]]]:
    """The tiles of each department, in the organisation's own order.

    Departments that count together stand under the names of all of them; where all tiles are right
    below the page itself, they stand under no name.
    """
    found = board.frontier
    each = {
        place: group.steps / people
        for place, group in enumerate(found.groups)
        if group.steps > 0 and (people := board.people_in(group))
    }
    ranked = sorted(each.values())
    rows: dict[str, list[Tile]] = {}
    for place, group in enumerate(found.groups):
        tile = _tile(organisation, group, each.get(place), ranked)
        rows.setdefault(_heading(found, group), []).append(tile)
    for part, above in found.empty:
        tile = Tile(part.name, note=_("nobody takes part yet"), small=True)
        rows.setdefault(_heading_of(found, part, above), []).append(tile)
    return list(rows.items())


def _heading(found: Frontier, group: Group) -> str:
    return naming.heading(group) if found.is_deep else ""


def _heading_of(found: Frontier, part: Part, above: Group | None) -> str:
    if not found.is_deep:
        return ""
    names = {
        **(above.above if above else {}),
        **{p.unit: p.name for p in (above.parts if above else ())},
    }
    return names.get(part.parent) or part.name


def _tile(
    organisation: Organisation, group: Group, figure: float | None, ranked: Sequence[float]
) -> Tile:
    name = texts.sentence(naming.name(group))
    if figure is None:
        return Tile(name, url=below_url(organisation, group), note=_("begin with one conversation"))
    lower = sum(value < figure for value in ranked) / len(ranked)
    return Tile(
        name,
        url=board_url(organisation, group),
        figure=per_person(figure),
        shade=1 + min(SHADES - 1, int(lower * SHADES)),
        golden=group.golden > 0,
    )


def address(group: Group) -> Mapping[str, str]:
    """The filter by which a group is found."""
    found = {"unit": group.lead.uid}
    return {**found, "own": "1"} if group.lead.is_own else found


def board_url(organisation: Organisation, group: Group) -> str:
    """The board of a group."""
    name = "board:own_board" if group.lead.is_own else "board:unit_board"
    return reverse(name, args=[organisation.slug, group.lead.uid])


def steps_url(organisation: Organisation, group: Group) -> str:
    """The page with this group's steps."""
    return f"{reverse('board:steps', args=[organisation.slug])}?{urlencode(address(group))}"


def below_url(organisation: Organisation, group: Group) -> str:
    """The board of a group without a step, where there is more to see below it."""
    return board_url(organisation, group) if has_below(group) else ""


def per_person(figure: float) -> str:
    """One digit behind the comma; what is less than that is not called nothing."""
    least = 0.1
    if figure < least:
        return "<\N{NO-BREAK SPACE}" + str(number_format(least, 1))
    # `number_format` cuts digits off.
    return str(number_format(round(figure, 1), 1))


def quietest(*, organisation: Organisation, board: Board) -> tuple[Group, int] | None:
    """The group that was on its way and has been still for longest, with for how many weeks."""
    found = [
        (board.last[place], place, group)
        for place, group in enumerate(board.frontier.groups)
        if place in board.last and group.steps > 0
    ]
    if (len(board.frontier.groups) < 2 and board.group is not None) or not found:
        return None
    monday, _place, group = min(found, key=lambda one: one[:2])
    # Of a week only its Monday is known: counted from its end, it is so long at least.
    weeks = (organisation.today() - monday - timedelta(days=6)).days // 7
    return (group, weeks) if weeks >= QUIET_WEEKS else None
