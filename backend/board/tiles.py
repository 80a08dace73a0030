"""Where steps are taken: a tile for each team, per person, so that large and small compare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from backend.board import texts
from backend.board.figures import Figures
from backend.board.folds import monday
from backend.board.groups import Groups, Team
from backend.organisations.models import Organisation

SHADES = 3
# A team that was on its way and took no step for so many weeks is mentioned.
QUIET_WEEKS = 4


@dataclass(frozen=True)
class Tile:
    """A team on the board; without a figure where it is too small or has no step yet."""

    name: str
    url: str = ""
    figure: str = ""
    shade: int = 0
    golden: bool = False
    note: str = ""
    small: bool = False


@dataclass(frozen=True)
class _Measured:
    """Steps per person of the teams that have any, sorted too, and where (golden) stones lie."""

    each: Mapping[int, float]
    ranked: Sequence[float]
    golden: Counter[int]
    took_steps: Collection[int]


def departments(
    *, organisation: Organisation, figures: Figures, groups: Groups
) -> list[tuple[str, list[Tile]]]:
    """The tiles of each department, in the organisation's own order."""
    steps = figures.by_unit(groups.shown)
    each = {
        team.unit.pk: steps[team.unit.pk] / groups.people[team.unit.pk]
        for team in groups.visible
        if steps[team.unit.pk] > 0
    }
    golden = figures.golden_by_unit(groups.shown)
    measured = _Measured(each, sorted(each.values()), golden, figures.units)
    rows: dict[str, list[Tile]] = {}
    for team in (team for team in groups.teams if not team.unit.ended):
        tile = _tile(organisation, team, groups, measured)
        rows.setdefault(team.department.name, []).append(tile)
    return list(rows.items())


def _tile(organisation: Organisation, team: Team, groups: Groups, measured: _Measured) -> Tile:
    pk, name = team.unit.pk, team.unit.name
    if not groups.is_shown(pk):
        other = groups.shown_name(pk)
        note = _("counts with {team}").format(team=other) if other else _("too small to show")
        return Tile(name, note=note, small=True)
    others = groups.others(pk, measured.took_steps)
    note = _("with {teams}").format(teams=texts.listed(others)) if others else ""
    if pk not in measured.each:
        return Tile(name, note=_("begin with one conversation"))
    figure = measured.each[pk]
    below = sum(value < figure for value in measured.ranked) / len(measured.ranked)
    return Tile(
        name,
        url=steps_url(organisation, team),
        figure=per_person(figure),
        shade=1 + min(SHADES - 1, int(below * SHADES)),
        golden=measured.golden[pk] > 0,
        note=note,
    )


def steps_url(organisation: Organisation, team: Team) -> str:
    """The page with this team's steps."""
    return f"{reverse('board:steps', args=[organisation.slug])}?unit={team.unit.uid}"


def per_person(figure: float) -> str:
    """One digit behind the comma; what is less than that is not called nothing."""
    least = 0.1
    if figure < least:
        return "<\N{NO-BREAK SPACE}" + str(number_format(least, 1))
    # `number_format` cuts digits off.
    return str(number_format(round(figure, 1), 1))


def quietest(
    *, organisation: Organisation, figures: Figures, groups: Groups
) -> tuple[Team, int] | None:
    """The team that was on its way and has been still for longest, with for how many weeks."""
    last: dict[int, date] = figures.last_week(groups.shown)
    teams = [team for team in groups.visible if team.unit.pk in last]
    if not teams:
        return None
    team = min(teams, key=lambda team: last[team.unit.pk])
    weeks = (monday(organisation.today()) - last[team.unit.pk]).days // 7
    return (team, weeks) if weeks >= QUIET_WEEKS else None
