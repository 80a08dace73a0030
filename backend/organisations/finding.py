"""Units of large organisations: found while one types, and walked level by level.

A few are shown whole; of many no page carries more than a handful.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from backend.organisations import branches
from backend.organisations.models import Organisation, Unit
from backend.organisations.team_names import TeamNames
from backend.organisations.tree import top, upwards
from backend.text import sorting

# As many are looked through at a glance, in a select or on a page.
FEW_UNITS = 60
# So many are offered while somebody types.
OFFERED = 12
_ABOVE = "parent__parent__parent"
_JOIN = " / "


@dataclass(frozen=True)
class Row:
    """A unit in a level of the tree; `people` work in it or below it, `teams` stand right below."""

    unit: Unit
    people: int
    teams: int
    is_adrift: bool = False


def are_many(*, organisation: Organisation) -> bool:
    """Whether there are too many units to show them all at once."""
    return _current(organisation)[: FEW_UNITS + 1].count() > FEW_UNITS


def label(unit: Unit) -> str:
    """A unit with what stands above it: “Publieksdienst / Burgerzaken”; as `unit_called` reads it."""
    names = [one.name for one in islice(upwards(unit), 1 + _ABOVE.count("parent"))]
    return _JOIN.join(reversed(names))


def units_found(*, organisation: Organisation, search: str) -> QuerySet[Unit]:
    """The units with all these words in their name or that of their department, the likeliest first;
    nothing for no words. Read along with what stands above them.
    """
    words = [word for word in sorting.folded(search).split() if re.search(r"\w", word)]
    found = _current(organisation).select_related(_ABOVE)
    if not words:
        return found.none()
    for word in words:
        found = found.filter(Q(sort_key__contains=word) | Q(parent__sort_key__contains=word))
    begins = Case(When(sort_key__startswith=words[-1], then=Value(0)), default=Value(1))
    return found.order_by(begins, "sort_key", "id")


def unit_called(*, organisation: Organisation, text: str, among: QuerySet[Unit]) -> Unit | None:
    """The unit that is meant, of those `among` which one may be chosen: by its uid, by its label, or
    by its name as people write it.

    None for one that may not be chosen here. Raises `Refused` for a name that is not there or that
    several have.
    """
    try:
        return among.filter(uid=UUID(text)).first()
    except ValueError:
        pass
    typed = text.strip().casefold()
    # A name may hold the sign that parts the names: what was offered is compared whole.
    ending = among.select_related(_ABOVE).annotate(typed=Value(text.strip()))
    for unit in ending.filter(typed__iendswith=F("name")):
        if typed == label(unit).casefold():
            return unit
    found = TeamNames(organisation).find(text)
    return among.filter(pk=found.pk).first()


def level(*, organisation: Organisation, below: Unit | None) -> QuerySet[Unit]:
    """The units right below this one, by name; below None the departments, and after them what hangs
    below none."""
    found = _current(organisation).order_by("sort_key", "id")
    if below is not None:
        return found.filter(parent=below)
    adrift = _adrift(organisation)
    if not adrift:
        return found.filter(parent=None)
    late = Case(When(parent=None, then=Value(0)), default=Value(1))
    return found.filter(Q(parent=None) | Q(pk__in=adrift)).order_by(late, "sort_key", "id")


def rows(*, organisation: Organisation, units: Iterable[Unit]) -> list[Row]:
    """These units with how many people work there; three queries, which read their branches only."""
    shown = list(units)
    ids = [unit.pk for unit in shown]
    people = branches.people_below(organisation=organisation, ids=ids)
    parents = branches.parents_above(organisation=organisation, ids=ids, ended=False)
    below = _current(organisation).filter(parent__in=ids).order_by().values_list("parent_id")
    teams = dict(below.annotate(Count("id")))
    return [
        Row(unit, people.get(unit.pk, 0), teams.get(unit.pk, 0), is_adrift=_hangs(parents, unit))
        for unit in shown
    ]


def in_order(units: Sequence[Unit]) -> list[tuple[Unit, int]]:
    """A few units as a tree is read: each below its parent, with its depth; all of them, once."""
    known = {unit.pk for unit in units}
    below: dict[int | None, list[Unit]] = defaultdict(list)
    for unit in units:
        below[unit.parent_id if unit.parent_id in known else None].append(unit)
    found: list[tuple[Unit, int]] = []
    seen: set[int] = set()

    def walk(unit: Unit, depth: int) -> None:
        if unit.pk in seen:
            return
        seen.add(unit.pk)
        found.append((unit, depth))
        for one in below[unit.pk]:
            walk(one, depth + 1)

    for unit in [*below[None], *units]:
        walk(unit, 0)
    return found


def with_children(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Each tells with `has_teams` whether a level stands below it."""
    children = Unit.objects.filter(parent=OuterRef("pk"), ended_on=None)
    return units.annotate(has_teams=Exists(children))


def _current(organisation: Organisation) -> Any:
    return Unit.objects.filter(organisation=organisation, ended_on=None).without_tree_fields()


def _adrift(organisation: Organisation) -> Collection[int]:
    parents = dict(_current(organisation).values_list("id", "parent_id"))
    tops = {top(parents, pk) for pk in parents}
    return [pk for pk in tops if parents[pk] is not None]


def _hangs(parents: dict[int, int | None], unit: Unit) -> bool:
    return unit.parent_id is not None and top(parents, unit.pk) == unit.pk
