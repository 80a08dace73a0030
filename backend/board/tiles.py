"""Where steps are taken: a tile for each group of teams, per person, so that large and small compare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from backend.board import texts
from backend.board.figures import Figures
from backend.board.groups import Group, Groups
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


@dataclass(frozen=True)
class _Measured:
    """Steps per person of the groups that have any, sorted too, and where (golden) stones lie."""

    each: Mapping[int, float]
    ranked: Sequence[float]
    golden: Counter[int]


def departments(
    *, organisation: Organisation, figures: Figures, groups: Groups
) -> list[tuple[str, list[Tile]]]:
    """The tiles of each department, in the organisation's own order.

    Departments that count together stand under the names of all of them.
    """
    steps = figures.by_unit(groups.shown)
    each = {
        group.pk: steps[group.pk] / group.people
        for group in groups.visible
        if steps[group.pk] > 0 and group.people
    }
    measured = _Measured(each, sorted(each.values()), figures.golden_by_unit(groups.shown))
    rows: dict[str, list[Tile]] = {}
    for group in groups.visible:
        rows.setdefault(group.heading, []).append(_tile(organisation, group, measured))
    for place, department in groups.empty:
        tile = Tile(place.name, note=_("nobody takes part yet"), small=True)
        rows.setdefault(department, []).append(tile)
    return list(rows.items())


def _tile(organisation: Organisation, group: Group, measured: _Measured) -> Tile:
    name = texts.sentence(group.name)
    if group.pk not in measured.each:
        return Tile(name, note=_("begin with one conversation"))
    figure = measured.each[group.pk]
    below = sum(value < figure for value in measured.ranked) / len(measured.ranked)
    return Tile(
        name,
        url=steps_url(organisation, group),
        figure=per_person(figure),
        shade=1 + min(SHADES - 1, int(below * SHADES)),
        golden=measured.golden[group.pk] > 0,
    )


def steps_url(organisation: Organisation, group: Group) -> str:
    """The page with this group's steps."""
    return f"{reverse('board:steps', args=[organisation.slug])}?unit={group.uid}"


def per_person(figure: float) -> str:
    """One digit behind the comma; what is less than that is not called nothing."""
    least = 0.1
    if figure < least:
        return "<\N{NO-BREAK SPACE}" + str(number_format(least, 1))
    # `number_format` cuts digits off.
    return str(number_format(round(figure, 1), 1))


def quietest(
    *, organisation: Organisation, figures: Figures, groups: Groups
) -> tuple[Group, int] | None:
    """The group that was on its way and has been still for longest, with for how many weeks."""
    last: dict[int, date] = figures.last_week(groups.shown)
    found = [group for group in groups.visible if group.pk in last]
    if not found:
        return None
    group = min(found, key=lambda group: last[group.pk])
    # Of a week only its Monday is known: counted from its end, it is so long at least.
    weeks = (organisation.today() - last[group.pk] - timedelta(days=6)).days // 7
    return (group, weeks) if weeks >= QUIET_WEEKS else None
