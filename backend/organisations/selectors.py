"""Reading an organisation: its tree of units, its people."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.db.models.functions import Lower
from django.utils import timezone

from backend.organisations.invitations import VALID_FOR
from backend.organisations.models import Membership, MembershipState, Organisation, Person, Unit
from backend.organisations.roles import Role
from backend.organisations.tree import top
from backend.text import sorting

# Of fewer people than this nobody gets to see what they do together.
FEWEST = 5


@dataclass(frozen=True)
class UnitNode:
    """A unit with how many people work in it, and the units below it."""

    unit: Unit
    people: int
    children: list[UnitNode] = field(default_factory=list)
    # Whether it hangs below itself, or below what ended: to be placed anew.
    is_adrift: bool = False

    @property
    def total(self) -> int:
        """How many people work in it and in all units below it."""
        return self.people + sum(node.total for node in self.children)

    @property
    def below(self) -> list[tuple[UnitNode, str]]:
        """All units below it, however deep, each with the name of the one it stands below; empty
        directly below this one."""
        found: list[tuple[UnitNode, str]] = []
        for node in self.children:
            found.append((node, ""))
            found += [(one, above or node.unit.name) for one, above in node.below]
        return found


def named(model: Any, *, organisation: Organisation) -> tuple[list[Any], list[Any]]:
    """The services or customer groups that can be chosen, and those that ended. One query."""
    rows = list(model.objects.filter(organisation=organisation))
    return [r for r in rows if r.ended_on is None], [r for r in rows if r.ended_on is not None]


def units_ended(*, organisation: Organisation) -> QuerySet[Unit]:
    """The teams and departments that ended, the last one first."""
    ended: QuerySet[Unit] = (
        Unit.objects.filter(organisation=organisation, ended_on__isnull=False)
        .without_tree_fields()
        .select_related("parent")
        .order_by("-ended_on", "-id")
    )
    return ended


def unit_by_uid(*, organisation: Organisation, uid: str) -> Unit | None:
    """A unit by what an address says; None for what is none of this organisation."""
    try:
        found = Unit.objects.filter(organisation=organisation, uid=UUID(uid))
    except ValueError:
        return None
    unit: Unit | None = found.without_tree_fields().first()
    return unit


def unit_tree(*, organisation: Organisation) -> list[UnitNode]:
    """The departments in order, each with its teams, without those that ended; two queries.

    Whatever hangs below no department comes after them, so that it can be found and placed anew.
    """
    people = dict(
        Membership.objects.filter(organisation=organisation, state=MembershipState.ACTIVE)
        .values_list("unit_id")
        .annotate(Count("id"))
    )
    below: dict[int | None, list[Unit]] = defaultdict(list)
    units = Unit.objects.filter(organisation=organisation, ended_on=None)
    for unit in units.order_by("sort_key", "id"):
        below[unit.parent_id].append(unit)

    seen: set[int] = set()

    def node(unit: Unit, is_adrift: bool = False) -> UnitNode:
        seen.add(unit.pk)
        children = [node(one) for one in below.get(unit.pk, []) if one.pk not in seen]
        return UnitNode(unit, people.get(unit.pk, 0), children, is_adrift)

    nodes = [node(unit) for unit in below.get(None, [])]
    parents = {one.pk: one.parent_id for found in below.values() for one in found}
    tops = {top(parents, pk) for pk in parents if pk not in seen}
    adrift = [unit for found in below.values() for unit in found if unit.pk in tops]
    return [*nodes, *(node(unit, is_adrift=True) for unit in adrift)]


def people(
    *, organisation: Organisation, search: str = "", left: bool = False
) -> QuerySet[Membership]:
    """Everybody who takes part or is invited, or who `left`, by name.

    `search` looks in name, address and team.
    """
    states = [MembershipState.LEFT] if left else [MembershipState.ACTIVE, MembershipState.INVITED]
    found = (
        Membership.objects.filter(organisation=organisation, state__in=states)
        .select_related("person", "unit")
        .annotate(
            called=_if_in("person__name", "invited_as"),
            called_key=_if_in("person__sort_key", "invited_sort_key"),
            nameless=Q(called=""),
        )
        .order_by("nameless", "called_key", "person__email", "id")
    )
    if search:
        found = found.filter(
            Q(called__icontains=search)
            | holds("called_key", search)
            | Q(person__email__icontains=search)
            | Q(unit__name__icontains=search)
            | holds("unit__sort_key", search)
        )
    return found


def managers(*, organisation: Organisation, limit: int = 3) -> list[Membership]:
    """Whom to ask: programme managers first, then administrators, by name."""
    found = Membership.objects.filter(
        organisation=organisation,
        state=MembershipState.ACTIVE,
        roles__overlap=[Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR],
    ).select_related("person")
    return sorted(
        found, key=lambda one: (Role.PROGRAMME_MANAGER not in one.roles, one.person.sort_key)
    )[:limit]


def _if_in(own: str, invited: str) -> Case:
    """As `Membership.own_name` has it: the account's own only of who takes part."""
    return Case(When(state=MembershipState.ACTIVE, then=F(own)), default=F(invited))


def holds(key: str, search: str) -> Q:
    """Whether a sort key holds every word that is looked for: “ozgur” finds Özgür."""
    words = sorting.folded(search).split()
    found = Q(pk__isnull=not words)
    for word in words:
        found &= Q(**{f"{key}__contains": word})
    return found


def memberships_of(*, person: Person) -> QuerySet[Membership]:
    """The organisations that somebody may enter, across tenants."""
    return (
        Membership._base_manager.filter(person_id=person.pk, state=MembershipState.ACTIVE)
        .select_related("organisation")
        .order_by(Lower("organisation__name"))
    )


def invitations_open(*, person: Person) -> QuerySet[Membership]:
    """The invitations that still wait for somebody, across tenants, the latest first.

    Who signed in proved the address that was invited: the link is not needed any more.
    """
    return (
        Membership._base_manager.filter(
            person_id=person.pk,
            person__is_active=True,
            state=MembershipState.INVITED,
            invited_at__gt=timezone.now() - VALID_FOR,
        )
        .select_related("organisation", "person", "unit", "invited_by__person")
        .order_by("-invited_at", "id")
    )
