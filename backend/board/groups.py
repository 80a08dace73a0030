"""Teams as the board shows them: never a figure about fewer than five people.

A team that is too small counts together with a neighbour; so no total minus what is visible gives
its figure away. See docs/decisions/0005-small-teams.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count

from backend.organisations.models import Membership, MembershipState, Organisation, Unit

FEWEST = 5


@dataclass(frozen=True)
class Team:
    """A unit without units below it, with how many people work in it."""

    unit: Unit
    department: Unit
    people: int


@dataclass(frozen=True)
class Groups:
    """`shown` maps each unit's id to the team under whose name its steps are counted."""

    teams: Sequence[Team]
    shown: Mapping[int, int]
    people: Mapping[int, int]
    names: Mapping[int, str] = field(default_factory=dict)

    def members(self, shown_id: int) -> list[int]:
        """The units that are counted under this team's name."""
        return [unit_id for unit_id, other in self.shown.items() if other == shown_id]

    def shown_name(self, unit_id: int) -> str | None:
        """The name under which a unit may be mentioned beside its work; None for too few people."""
        shown = self.shown.get(unit_id)
        return self.names[shown] if shown is not None and self.is_shown(shown) else None

    def is_shown(self, unit_id: int) -> bool:
        """Whether this team has a figure of its own name."""
        return self.shown.get(unit_id) == unit_id and self.people.get(unit_id, 0) >= FEWEST


def groups(*, organisation: Organisation) -> Groups:
    """Two queries: the units, and how many people work in each."""
    units = {
        u.pk: u for u in Unit.objects.filter(organisation=organisation).order_by("position", "id")
    }
    people = dict(
        Membership.objects.filter(
            organisation=organisation, state=MembershipState.ACTIVE, unit__isnull=False
        )
        .values_list("unit_id")
        .annotate(Count("id"))
    )
    parents = {unit.parent_id for unit in units.values()}
    teams = [
        Team(unit, _top(units, unit), people.get(pk, 0))
        for pk, unit in units.items()
        if pk not in parents
    ]
    shown = group_units(
        [(t.unit.pk, t.department.pk, t.people) for t in teams],
        {pk: (_top(units, u).pk, people.get(pk, 0)) for pk, u in units.items() if pk in parents},
    )
    counted: dict[int, int] = defaultdict(int)
    for unit_id, shown_id in shown.items():
        counted[shown_id] += people.get(unit_id, 0)
    return Groups(teams, shown, dict(counted), {pk: unit.name for pk, unit in units.items()})


def group_units(
    teams: Sequence[tuple[int, int, int]], above: Mapping[int, tuple[int, int]]
) -> dict[int, int]:
    """Unit id → id of the team it is counted under; pure.

    `teams` are (id, department, people); `above` are units with teams below them, by id →
    (department, people): what is logged there counts with the first team of the department. A team
    below five people counts with the smallest one of its department that has five, else of the
    whole organisation; where there is none, all count together under the first.
    """
    large = [team for team in teams if team[2] >= FEWEST]
    shown: dict[int, int] = {team[0]: team[0] for team in large}
    for pk, department, _people in teams:
        if pk not in shown:
            shown[pk] = _neighbour(large, department, teams[0][0])
    for pk, (department, _people) in above.items():
        shown[pk] = _neighbour(large, department, teams[0][0] if teams else pk)
    return shown


def _neighbour(large: Sequence[tuple[int, int, int]], department: int, otherwise: int) -> int:
    near = [team for team in large if team[1] == department] or large
    return min(near, key=lambda team: (team[2], team[0]))[0] if near else otherwise


def _top(units: Mapping[int, Unit], unit: Unit) -> Unit:
    while unit.parent_id is not None:
        unit = units[unit.parent_id]
    return unit
