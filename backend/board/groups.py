"""Teams as the board shows them: never a figure about fewer than five people.

Teams that are too small count together, under a name that holds all of them; so no work ever
stands under the name of another team alone, and no total minus what is visible gives a small team's figure
away. While fewer than five people take part at all, there is no figure. See
docs/decisions/0005-small-teams.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from backend.board import texts
from backend.board.grouping import Node, group_units
from backend.board.together import together
from backend.initiatives.models import Step
from backend.organisations.models import Membership, MembershipState, Organisation, Unit
from backend.organisations.selectors import FEWEST
from backend.organisations.tree import top

# So many teams of one department are named one by one; more by their number.
NAMED = 3


@dataclass(frozen=True)
class Place:
    """A unit, as far as the board needs it.

    `above`: it has units below it. `people` work right there. `known`: people work there, or did,
    and left their steps; only then it is named.
    """

    pk: int
    uid: str
    name: str
    parent_id: int | None
    ended: bool
    above: bool
    people: int
    known: bool


@dataclass(frozen=True)
class Group:
    """Units that count together. `pk` and `uid` are the lead's, by which it is found."""

    places: Sequence[Place]
    name: str
    # The departments that it stands in.
    heading: str
    people: int

    @property
    def pk(self) -> int:
        return self.places[0].pk

    @property
    def uid(self) -> str:
        return self.places[0].uid

    @property
    def unit_ids(self) -> list[int]:
        """Every unit whose steps are counted here."""
        return [place.pk for place in self.places]


@dataclass(frozen=True)
class Groups:
    """All units of an organisation, each in one group; no group while there are `few` people.

    `teams` are the live units without units below them; `empty` those of them in which nobody works
    or ever left a step, each with its department's name. `everybody` is how many people take part,
    in a team or in none.
    """

    visible: Sequence[Group]
    teams: Sequence[Place]
    empty: Sequence[tuple[Place, str]]
    everybody: int

    @property
    def few(self) -> bool:
        """Whether so few take part that every figure would be about fewer than five people."""
        return self.everybody < FEWEST

    @cached_property
    def _of_unit(self) -> Mapping[int, Group]:
        return {pk: group for group in self.visible for pk in group.unit_ids}

    @cached_property
    def shown(self) -> Mapping[int, int]:
        """Each unit's id → the id of the group it is counted in."""
        return {pk: group.pk for pk, group in self._of_unit.items()}

    def shown_name(self, unit_id: int) -> str | None:
        """The name under which a unit may be mentioned beside its work; None for too few people."""
        found = self._of_unit.get(unit_id)
        return found.name if found is not None else None

    def by_uid(self, uid: str) -> Group | None:
        """The group that an address names."""
        return next((group for group in self.visible if str(group.uid) == uid), None)

    def reach(self, units_with_steps: Collection[int]) -> tuple[int, int]:
        """How many teams ever took a step, of how many there are: as they are counted by anybody
        who walks around. That a team took a step says no number about its people; see 0005.
        """
        return sum(team.pk in units_with_steps for team in self.teams), len(self.teams)


def groups(*, organisation: Organisation) -> Groups:
    """The teams of an organisation as they are now. One query."""
    return grouped(**together(**sources(organisation)))


def sources(organisation: Organisation) -> dict[str, QuerySet[Any, Any]]:
    """What `grouped` is made of, to be read together."""
    steps = Step.objects.filter(
        organisation=organisation, unit=OuterRef("pk"), removed_at=None, done_on__isnull=False
    )
    return {
        "units": Unit.objects.filter(organisation=organisation)
        .without_tree_fields()
        .annotate(stepped=Exists(steps))
        .order_by("position", "id")
        .values("id", "uid", "name", "parent_id", "ended_on", "stepped"),
        "people": Membership.objects.filter(organisation=organisation, state=MembershipState.ACTIVE)
        .values("unit_id")
        .annotate(number=Count("id")),
    }


def grouped(*, units: Iterable[dict[str, Any]], people: Iterable[dict[str, Any]]) -> Groups:
    """The groups from rows of `sources`, named in the active language."""
    working: dict[int | None, int] = {row["unit_id"]: int(row["number"]) for row in people}
    places = _places(list(units), working)
    parents = {pk: place.parent_id for pk, place in places.items()}
    tops = {pk: places[top(parents, pk)] for pk in places}
    nodes = [Node(pk, tops[pk].pk, place.people) for pk, place in places.items()]
    naming = _Naming(places, tops)
    visible = [
        Group(
            _lead_first(members),
            naming.name(members),
            naming.heading(members),
            sum(p.people for p in members),
        )
        for unit_ids in group_units(nodes)
        for members in [[places[pk] for pk in unit_ids]]
        if any(place.known for place in members)
    ]
    everybody = sum(working.values())
    if len(visible) == 1 and visible[0].people < FEWEST:
        # The others work in no team: the one group there is holds the steps of everybody.
        visible = [replace(visible[0], people=everybody)]
    visible = visible if everybody >= FEWEST else []
    teams = [place for place in places.values() if not place.above and not place.ended]
    empty = [(team, tops[team.pk].name) for team in teams if not team.known]
    return Groups(visible, teams, empty, everybody)


def _places(units: Sequence[dict[str, Any]], working: Mapping[int | None, int]) -> dict[int, Place]:
    above = {row["parent_id"] for row in units if row["ended_on"] is None}
    return {
        row["id"]: Place(
            row["id"],
            row["uid"],
            row["name"],
            row["parent_id"],
            row["ended_on"] is not None,
            row["id"] in above,
            working.get(row["id"], 0),
            bool(working.get(row["id"]) or row["stepped"]),
        )
        for row in units
    }


def _lead_first(members: list[Place]) -> list[Place]:
    """A group is found by its large team, else by the first that it is named after."""
    return sorted(members, key=lambda place: (place.people < FEWEST, not place.known))


@dataclass(frozen=True)
class _Naming:
    """What a group is called: by all its teams, or by the department that it makes up."""

    places: Mapping[int, Place]
    tops: Mapping[int, Place]

    @cached_property
    def _known(self) -> Mapping[int, set[int]]:
        """The named units of each department."""
        found: dict[int, set[int]] = defaultdict(set)
        for pk, place in self.places.items():
            if place.known:
                found[self.tops[pk].pk].add(pk)
        return found

    def name(self, members: Sequence[Place]) -> str:
        known = self._by_department(members)
        if len(known) > NAMED and sum(map(len, known.values())) == sum(
            map(len, self._known.values())
        ):
            return _("all teams together")
        parts = [part for pk, here in known.items() for part in self._in_department(pk, here)]
        return texts.listed(parts)

    def heading(self, members: Sequence[Place]) -> str:
        known = self._by_department(members)
        if len(known) > NAMED:
            return _("Several departments")
        return texts.listed([self.places[pk].name for pk in known])

    def _by_department(self, members: Sequence[Place]) -> dict[int, list[Place]]:
        found: dict[int, list[Place]] = defaultdict(list)
        for place in members:
            if place.known:
                found[self.tops[place.pk].pk].append(place)
        return found

    def _in_department(self, pk: int, here: Sequence[Place]) -> list[str]:
        department = self.places[pk].name
        if len(here) > 1 and self._known[pk] == {one.pk for one in here}:
            return [department]
        if len(here) > NAMED:
            return [
                _("{number} teams of {department}").format(
                    number=texts.number(len(here)), department=department
                )
            ]
        return [self._called(place, alone=self._known[pk] == {place.pk}) for place in here]

    def _called(self, place: Place, *, alone: bool) -> str:
        """A unit with teams below it is only named for who works in none of them."""
        if not place.above or alone:
            return place.name
        return _("{department} outside a team").format(department=place.name)
