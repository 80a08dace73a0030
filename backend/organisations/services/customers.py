"""Whom the organisation serves, and with what: named lists that people choose from."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from backend.events import services as log
from backend.events.acts import Act
from backend.events.changes import apply
from backend.events.contracts import Happening
from backend.organisations import events
from backend.organisations.models import CustomerGroup, Process
from backend.organisations.services.holding import unique
from backend.organisations.services.standing import still
from backend.web.opened import Seen, merged
from backend.writing.texts import required_name

NAME_LIMIT = 80

Named = Process | CustomerGroup
Change = Callable[..., Happening]
_NAMES = {Process: "process", CustomerGroup: "customer_group"}


def process_add(*, act: Act, name: str) -> Process:
    """Add a service that customers go through. Raises `ValidationError` for a name in use."""
    return _add(Process, events.ProcessAdded, "process_add", act, name)


def process_change(*, act: Act, process: Process, name: str, seen: Seen | None = None) -> Process:
    """Call a service otherwise. Raises `ValidationError` for a name in use, and where somebody else
    changed what the editor had `seen`."""
    return _change(events.ProcessChanged, "process_change", act, process, name, seen=seen)


def process_end(*, act: Act, process: Process) -> Process:
    """A service ends: nobody can choose it any more, and the board no longer counts it."""
    return _end(events.ProcessEnded, "process_end", act, process)


def process_return(*, act: Act, process: Process) -> Process:
    """Undo of `process_end`."""
    return _return(events.ProcessReturned, "process_return", act, process)


def customer_group_add(*, act: Act, name: str) -> CustomerGroup:
    """Add a group of customers. Raises `ValidationError` for a name in use."""
    return _add(
        CustomerGroup,
        events.CustomerGroupAdded,
        "customer_group_add",
        act,
        name,
    )


def customer_group_change(
    *, act: Act, customer_group: CustomerGroup, name: str, seen: Seen | None = None
) -> CustomerGroup:
    """Call a customer group otherwise. Raises as `process_change` does."""
    return _change(
        events.CustomerGroupChanged, "customer_group_change", act, customer_group, name, seen=seen
    )


def customer_group_end(*, act: Act, customer_group: CustomerGroup) -> CustomerGroup:
    """Nobody can choose this group any more; what was done for it keeps its name."""
    return _end(events.CustomerGroupEnded, "customer_group_end", act, customer_group)


def customer_group_return(*, act: Act, customer_group: CustomerGroup) -> CustomerGroup:
    """Undo of `customer_group_end`."""
    return _return(events.CustomerGroupReturned, "customer_group_return", act, customer_group)


@transaction.atomic
def _add(
    model: Any,
    kind: Change,
    action: str,
    act: Act,
    name: str,
) -> Any:
    act = still(act, action)
    name = required_name("name", name, NAME_LIMIT)
    _refuse_twice(model.objects.filter(name__iexact=name).first())
    with _one_name(model):
        added = model.objects.create(
            organisation=act.organisation, name=name, position=model.objects.count()
        )
    _record(kind, act, added)
    return added


@transaction.atomic
def _change(kind: Change, action: str, act: Act, row: Any, name: str, *, seen: Seen | None) -> Any:
    act = still(act, action)
    name = required_name("name", name, NAME_LIMIT)
    row = type(row).objects.select_for_update().get(pk=row.pk)
    name = merged(row, {"name": name}, seen).get("name", row.name)
    others = type(row).objects.filter(name__iexact=name).exclude(pk=row.pk)
    _refuse_twice(others.first())
    changes = apply(row, {"name": name})
    if changes:
        with _one_name(type(row)):
            row.save(update_fields=["name"])
        _record(kind, act, row, changes=changes)
    return row


@transaction.atomic
def _end(kind: Change, action: str, act: Act, row: Any) -> Any:
    act = still(act, action)
    row = type(row).objects.select_for_update().get(pk=row.pk)
    if row.ended_on is None:
        row.ended_on = act.organisation.today()
        row.save(update_fields=["ended_on"])
        _record(kind, act, row)
    return row


@transaction.atomic
def _return(kind: Change, action: str, act: Act, row: Any) -> Any:
    act = still(act, action)
    row = type(row).objects.select_for_update().get(pk=row.pk)
    if row.ended_on is not None:
        row.ended_on = None
        row.save(update_fields=["ended_on"])
        _record(kind, act, row)
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


def _record(kind: Change, act: Act, row: Any, changes: Any = None) -> None:
    happening = kind(**{f"{_NAMES[type(row)]}_id": row.pk})
    log.record(act, happening, subject=row, changes=changes)
