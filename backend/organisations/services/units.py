"""The tree of departments and teams."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.events import services as events
from backend.events.acts import Act
from backend.events.changes import apply
from backend.organisations.events import Under, UnitAdded, UnitChanged, UnitEnded, UnitReturned
from backend.organisations.models import Membership, MembershipState, Unit
from backend.organisations.services.holding import unique
from backend.organisations.services.standing import still
from backend.organisations.tree import Parents, above
from backend.web.opened import Seen, merged
from backend.writing.texts import required_name

NAME_LIMIT = 80


@transaction.atomic
def unit_add(
    *,
    act: Act,
    name: str,
    parent: Unit | None = None,
) -> Unit:
    """Add a department, or a team below a department or another team, as deep as people have it.

    Raises `ValidationError` for a name that its siblings already have.
    """
    name = required_name("name", name, NAME_LIMIT)
    act = still(act, "unit_add")
    parent = _place(parent)
    siblings = Unit.objects.filter(parent=parent)
    _refuse_twice(siblings.filter(name__iexact=name).first())
    with _one_name():
        unit = Unit.objects.create(
            organisation=act.organisation, parent=parent, name=name, position=siblings.count()
        )
    events.record(act, UnitAdded(unit_id=unit.pk, parent_id=unit.parent_id), subject=unit)
    return unit


@transaction.atomic
def unit_change(
    *, act: Act, unit: Unit, name: str, parent: Unit | None, seen: Seen | None = None
) -> Unit:
    """Rename or move a unit, with all below it; not below itself (`ValidationError`).

    `seen` as in `organisation_change`.
    """
    name = required_name("name", name, NAME_LIMIT)
    act = still(act, "unit_change")
    unit = _locked(unit)
    wanted = merged(unit, {"name": name, "parent": parent}, seen)
    name, parent = wanted.get("name", unit.name), wanted.get("parent", unit.parent)
    if parent is not None and unit.pk in above(_parents(act), parent.pk):
        raise ValidationError({"parent": _("A team can’t be part of itself.")})
    if (parent and parent.pk) != unit.parent_id:
        parent = _place(parent)
    _refuse_twice(Unit.objects.filter(parent=parent, name__iexact=name).exclude(pk=unit.pk).first())
    before = Under(unit.parent_id)
    changes = apply(unit, {"name": name, "parent": parent})
    if changes:
        with _one_name():
            unit.save()
        changed = UnitChanged(unit_id=unit.pk, parent_id=unit.parent_id, before=before)
        events.record(act, changed, subject=unit, changes=changes)
    return unit


@transaction.atomic
def unit_end(*, act: Act, unit: Unit) -> Unit:
    """A team or department ends: nobody can choose it any more; what was done there stays.

    Raises `ValidationError` while people work in it or teams stand below it.
    """
    act = still(act, "unit_end")
    unit = _locked(unit)
    if unit.ended_on is not None:
        return unit
    working = Membership.objects.filter(unit=unit).exclude(state=MembershipState.LEFT).count()
    if working:
        raise ValidationError(
            ngettext(
                "{n} colleague is still in this team. Choose another team for them first.",
                "{n} colleagues are still in this team. Choose another team for them first.",
                working,
            ).format(n=working)
        )
    if Unit.objects.filter(parent=unit, ended_on=None).exists():
        raise ValidationError(_("This department has teams. Move those first."))
    return _ended_on(UnitEnded, act, unit, act.organisation.today())


@transaction.atomic
def unit_return(*, act: Act, unit: Unit) -> Unit:
    """Undo of `unit_end`; a team comes back with all that it is part of."""
    act = still(act, "unit_return")
    unit = _locked(unit)
    if unit.ended_on is None:
        return unit
    branch = above(_parents(act), unit.pk)[1:]
    for one in Unit.objects.without_tree_fields().filter(pk__in=branch, ended_on__isnull=False):
        _ended_on(UnitReturned, act, one, None)
    return _ended_on(UnitReturned, act, unit, None)


def _ended_on(kind: type[UnitEnded | UnitReturned], act: Act, unit: Unit, day: date | None) -> Unit:
    unit.ended_on = day
    unit.save(update_fields=["ended_on"])
    events.record(act, kind(unit_id=unit.pk, parent_id=unit.parent_id), subject=unit)
    return unit


def _locked(unit: Unit) -> Unit:
    found: Unit = Unit.objects.without_tree_fields().select_for_update(of=("self",)).get(pk=unit.pk)
    return found


def _refuse_twice(found: Unit | None) -> None:
    if found is None:
        return
    if found.ended_on is None:
        raise ValidationError({"name": _("There is already a team with this name here.")})
    raise ValidationError(
        {"name": _("This name is among those no longer in use. Use it again from there.")}
    )


def _one_name() -> AbstractContextManager[None]:
    told = ValidationError({"name": _("There is already a team with this name here.")})
    return unique("unit_name_unique", told)


def _place(parent: Unit | None) -> Unit | None:
    """The unit to stand below as it stands, now that nobody changes the tree."""
    if parent is None:
        return None
    found = _locked(parent)
    if found.ended_on is not None:
        raise ValidationError({"parent": _("This department has ended. Choose another one.")})
    return found


def _parents(act: Act) -> Parents:
    units = Unit.objects.filter(organisation=act.organisation.pk).without_tree_fields()
    return dict(units.values_list("id", "parent_id"))
