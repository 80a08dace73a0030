"""Teams as the board shows them: never a figure about fewer than five people.

A team that is too small counts together with a neighbour; so no total minus what is visible gives
its figure away. While fewer than five people take part at all, there is no figure. See docs/decisions/0005-small-teams.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from backend.board.together import together
from backend.organisations.models import Membership, MembershipState, Organisation, Unit
from backend.organisations.selectors import FEWEST
from backend.organisations.tree import top


@dataclass(frozen=True)
class Place:
    """A unit, as far as the board needs it."""

    pk: int
    uid: str
    name: str
    parent_id: int | None
    ended: bool


@dataclass(frozen=True)
class Team:
    """A unit without units below it, with how many people work in it; or one that ended."""

    unit: Place
    department: Place
    people: int


@dataclass(frozen=True)
class Groups:
    """`shown` maps each unit's id to the team under whose name its steps are counted.

    `everybody` is how many people take part, in a team or in none.
    """

    teams: Sequence[Team]
    shown: Mapping[int, int]
    people: Mapping[int, int]
    names: Mapping[int, str]
    everybody: int

    @property
    def few(self) -> bool:
        """Whether so few take part that every figure would be about fewer than five people."""
        return self.everybody < FEWEST

    def members(self, shown_id: int) -> list[int]:
        """The units that are counted under this team's name."""
        return [unit_id for unit_id, other in self.shown.items() if other == shown_id]

    def ended(self, shown_id: int) -> list[int]:
        """The units that ended and are counted under this team's name."""
        return [
            team.unit.pk
            for team in self.teams
            if team.unit.ended and self.shown[team.unit.pk] == shown_id
        ]

    def others(self, shown_id: int, took_steps: Collection[int]) -> list[str]:
        """The names of the small teams that are counted under this team's name.

        One that ended is named as long as it has steps to count: it is in `took_steps`.
        """
        return [
            team.unit.name
            for team in self.teams
            if team.unit.pk != shown_id
            and self.shown[team.unit.pk] == shown_id
            and (not team.unit.ended or team.unit.pk in took_steps)
        ]

    def shown_name(self, unit_id: int) -> str | None:
        """The name under which a unit may be mentioned beside its work; None for too few people."""
        shown = self.shown.get(unit_id)
        return self.names[shown] if shown is not None and self.is_shown(shown) else None

    def is_shown(self, unit_id: int) -> bool:
        """Whether this team has a figure of its own name."""
        return self.shown.get(unit_id) == unit_id and self.people.get(unit_id, 0) >= FEWEST

    def reach(self, steps: Mapping[int, int]) -> tuple[int, int]:
        """How many teams have taken steps, of how many; by `steps` of the teams counted under.

        A small team has when the team has that it is counted with: so the number is of
        all teams that people know, and says nothing about the small one. A team in which nobody
        works yet neither moves nor stands still.
        """
        working = [t for t in self.teams if t.people]
        counted = [self.shown[t.unit.pk] for t in working if self.shown_name(t.unit.pk)]
        return sum(steps.get(pk, 0) > 0 for pk in counted), len(counted)

    @property
    def visible(self) -> list[Team]:
        """The teams that have a figure, in their order."""
        return [team for team in self.teams if self.is_shown(team.unit.pk)]


def groups(*, organisation: Organisation) -> Groups:
    """The teams of an organisation as they are now. One query."""
    return grouped(**together(**sources(organisation)))


def sources(organisation: Organisation) -> dict[str, QuerySet[Any, Any]]:
    """What `grouped` is made of, to be read together."""
    return {
        "units": Unit.objects.filter(organisation=organisation)
        .without_tree_fields()
        .order_by("position", "id")
        .values("id", "uid", "name", "parent_id", "ended_on"),
        "people": Membership.objects.filter(organisation=organisation, state=MembershipState.ACTIVE)
        .values("unit_id")
        .annotate(number=Count("id")),
    }


def grouped(*, units: Iterable[dict[str, Any]], people: Iterable[dict[str, Any]]) -> Groups:
    """The teams from rows of `sources`."""
    places = {
        row["id"]: Place(
            row["id"], row["uid"], row["name"], row["parent_id"], row["ended_on"] is not None
        )
        for row in units
    }
    working: dict[int | None, int] = {row["unit_id"]: int(row["number"]) for row in people}
    parents = {place.parent_id for place in places.values() if not place.ended}
    above = {pk: place.parent_id for pk, place in places.items()}
    teams = [
        Team(place, places[top(above, pk)], working.get(pk, 0))
        for pk, place in places.items()
        if pk not in parents
    ]
    shown = group_units(
        [(team.unit.pk, team.department.pk, team.people) for team in teams],
        {pk: top(above, pk) for pk in places if pk in parents},
    )
    counted: dict[int, int] = defaultdict(int)
    for unit_id, shown_id in shown.items():
        counted[shown_id] += working.get(unit_id, 0)
    names = {pk: place.name for pk, place in places.items()}
    return Groups(teams, shown, dict(counted), names, sum(working.values()))


def group_units(teams: Sequence[tuple[int, int, int]], above: Mapping[int, int]) -> dict[int, int]:
    """Unit id → id of the team it is counted under; pure.

    `teams` are (id, department, people) in their order. A team below five people counts with the
    nearest one of its department that has five, else of the whole organisation; where there is
    none, all count together under the first. `above` are units with teams below them, id →
    department: what is logged there counts with the department's first team that has five.
    The order decides, never the size: otherwise a colleague who moves elsewhere would carry a small
    team's figure from one neighbour to the other, and the difference would give it away.
    """
    places = range(len(teams))
    large = [i for i in places if teams[i][2] >= FEWEST]
    shown: dict[int, int] = {}
    for i in places:
        pk, department, _people = teams[i]
        shown[pk] = pk if i in large else _nearest(teams, large, department, i)
    for pk, department in above.items():
        shown[pk] = _nearest(teams, large, department, 0) if teams else pk
    return shown


def _nearest(
    teams: Sequence[tuple[int, int, int]], large: Sequence[int], department: int, here: int
) -> int:
    near = [i for i in large if teams[i][1] == department] or large
    return teams[min(near, key=lambda i: (abs(i - here), i), default=0)][0]
