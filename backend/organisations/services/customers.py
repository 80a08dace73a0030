"""Whom the organisation serves, and with what: named lists that people choose from."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from backend.events import services as events
from backend.events.kinds import Kind
from backend.organisations.models import CustomerGroup, Membership, Process
from backend.organisations.seen import Seen, merged
from backend.organisations.services.applying import apply
from backend.organisations.services.holding import unique
from backend.organisations.services.standing import still
from backend.writing.texts import required_name

NAME_LIMIT = 80

Named = Process | CustomerGroup


def process_add(
    *, actor: Membership, name: str, silent: bool = False, at: datetime | None = None
) -> Process:
    """Add a service that customers go through. Raises `ValidationError` for a name in use."""
    return _add(Process, Kind.PROCESS_ADDED, "process_add", actor, name, silent=silent, at=at)


def process_change(
    *, actor: Membership, process: Process, name: str, seen: Seen | None = None
) -> Process:
    """Call a service otherwise. Raises `ValidationError` for a name in use, and where somebody else
    changed what the editor had `seen`."""
    return _change(Kind.PROCESS_CHANGED, "process_change", actor, process, name, seen=seen)


def process_end(*, actor: Membership, process: Process) -> Process:
    """A service ends: nobody can choose it any more, and the board no longer counts it."""
    return _end(Kind.PROCESS_ENDED, "process_end", actor, process)


def process_return(*, actor: Membership, process: Process) -> Process:
    """Undo of `process_end`."""
    return _return(Kind.PROCESS_RETURNED, "process_return", actor, process)


def customer_group_add(
    *, actor: Membership, name: str, silent: bool = False, at: datetime | None = None
) -> CustomerGroup:
    """Add a group of customers. Raises `ValidationError` for a name in use."""
    return _add(
        CustomerGroup,
        Kind.CUSTOMER_GROUP_ADDED,
        "customer_group_add",
        actor,
        name,
        silent=silent,
        at=at,
    )


def customer_group_change(
    *, actor: Membership, customer_group: CustomerGroup, name: str, seen: Seen | None = None
) -> CustomerGroup:
    """Call a customer group otherwise. Raises as `process_change` does."""
    return _change(
        Kind.CUSTOMER_GROUP_CHANGED, "customer_group_change", actor, customer_group, name, seen=seen
    )


def customer_group_end(*, actor: Membership, customer_group: CustomerGroup) -> CustomerGroup:
    """Nobody can choose this group any more; what was done for it keeps its name."""
    return _end(Kind.CUSTOMER_GROUP_ENDED, "customer_group_end", actor, customer_group)


def customer_group_return(*, actor: Membership, customer_group: CustomerGroup) -> CustomerGroup:
    """Undo of `customer_group_end`."""
    return _return(Kind.CUSTOMER_GROUP_RETURNED, "customer_group_return", actor, customer_group)


@transaction.atomic
def _add(
    model: Any,
    kind: Kind,
    action: str,
    actor: Membership,
    name: str,
    *,
    silent: bool,
    at: datetime | None,
) -> Any:
    actor = still(actor, action)
    name = required_name("name", name, NAME_LIMIT)
    _refuse_twice(model.objects.filter(name__iexact=name).first())
    with _one_name(model):
        added = model.objects.create(
            organisation=actor.organisation, name=name, position=model.objects.count()
        )
    _record(kind, actor, added, silent=silent, at=at)
    return added


@transaction.atomic
def _change(
    kind: Kind, action: str, actor: Membership, row: Any, name: str, *, seen: Seen | None
) -> Any:
    actor = still(actor, action)
    name = required_name("name", name, NAME_LIMIT)
    row = type(row).objects.select_for_update().get(pk=row.pk)
    name = merged(row, {"name": name}, seen).get("name", row.name)
    others = type(row).objects.filter(name__iexact=name).exclude(pk=row.pk)
    _refuse_twice(others.first())
    changes = apply(row, {"name": name})
    if changes:
        with _one_name(type(row)):
            row.save(update_fields=["name"])
        _record(kind, actor, row, changes=changes)
    return row


@transaction.atomic
def _end(kind: Kind, action: str, actor: Membership, row: Any) -> Any:
    actor = still(actor, action)
    row = type(row).objects.select_for_update().get(pk=row.pk)
    if row.ended_on is None:
        row.ended_on = actor.organisation.today()
        row.save(update_fields=["ended_on"])
        _record(kind, actor, row)
    return row


@transaction.atomic
def _return(kind: Kind, action: str, actor: Membership, row: Any) -> Any:
    actor = still(actor, action)
    row = type(row).objects.select_for_update().get(pk=row.pk)
    if row.ended_on is not None:
        row.ended_on = None
        row.save(update_fields=["ended_on"])
        _record(kind, actor, row)
    return row


def _one_name(model: Any) -> AbstractContextManager[None]:
    told = ValidationError({"name": _("This name is already in the list.")})
    return unique(f"{model._meta.model_name}_name_unique", told)


def _refuse_twice(found: Named | None) -> None:
    if found is None:
        return
    if found.ended_on is None:
        raise ValidationError({"name": _("This name is already in the list.")})
    raise ValidationError(
        {"name": _("This name is among those no longer in use. Use it again from there.")}
    )


def _record(kind: Kind, actor: Membership, row: Any, **more: Any) -> None:
    events.record_kind(
        kind=kind,
        organisation=actor.organisation,
        actor=actor,
        subject=row,
        payload={f"{row._meta.model_name}_id": row.pk},
        **more,
    )
