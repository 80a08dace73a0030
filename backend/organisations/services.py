"""Changing an organisation: its units, people, processes and customer groups."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django_scopes import scope

from backend.events import services as events
from backend.events.kinds import Kind
from backend.organisations.models import (
    CustomerGroup,
    Membership,
    MembershipState,
    Organisation,
    Person,
    Process,
    Unit,
)
from backend.organisations.roles import Role
from backend.tenancy.models import VersionConflict


@transaction.atomic
def organisation_start(
    *,
    name: str,
    language: str,
    departments: Sequence[str],
    administrator_name: str,
    administrator_email: str,
    administrator_password: str | None = None,
    administrator_unit: str | None = None,
    slug: str = "",
    is_example: bool = False,
    **settings: Any,
) -> Membership:
    """A new organisation with its departments and its first administrator, who is returned.

    Raises `ValidationError` where the administrator's address is in use by another account.
    """
    if Person.objects.filter(email__iexact=administrator_email).exists():
        raise ValidationError({"administrator_email": _("This address already has an account.")})
    organisation = Organisation.objects.create(
        slug=slug or _free_slug(name),
        name=name,
        language=language,
        is_example=is_example,
        **settings,
    )
    with scope(organisation=organisation):
        units = [
            Unit.objects.create(organisation=organisation, name=department, position=position)
            for position, department in enumerate(departments)
        ]
        own = next((u for u in units if u.name == administrator_unit), units[0] if units else None)
        membership = _first_administrator(
            organisation, own, administrator_name, administrator_email, administrator_password
        )
        events.record(
            kind=Kind.ORGANISATION_STARTED,
            organisation=organisation,
            actor=membership,
            subject=organisation,
            payload={"unit_ids": [unit.pk for unit in units]},
            silent=True,
        )
    return membership


def _first_administrator(
    organisation: Organisation, unit: Unit | None, name: str, email: str, password: str | None
) -> Membership:
    person = Person.objects.create_user(email, name, password)
    person.language = organisation.language
    person.save(update_fields=["language"])
    return Membership.objects.create(
        organisation=organisation,
        person=person,
        unit=unit,
        roles=[Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER],
    )


@transaction.atomic
def organisation_change(*, actor: Membership, **fields: Any) -> Organisation:
    """Change the organisation's name, language, time zone, working days or quiet hours."""
    organisation = Organisation.objects.select_for_update().get(pk=actor.organisation_id)
    changes = _apply(organisation, fields)
    if changes:
        organisation.save()
        events.record(
            kind=Kind.ORGANISATION_CHANGED,
            organisation=organisation,
            actor=actor,
            subject=organisation,
            changes=changes,
        )
    return organisation


@transaction.atomic
def unit_add(
    *,
    actor: Membership,
    name: str,
    parent: Unit | None = None,
    silent: bool = False,
    at: datetime | None = None,
) -> Unit:
    """Add a department, or a team below a department.

    Raises `ValidationError` for a name that its siblings already have, and for a team in a team.
    """
    _refuse_team_in_team(parent)
    siblings = Unit.objects.filter(parent=parent)
    if siblings.filter(name__iexact=name).exists():
        raise ValidationError({"name": _("There is already a team with this name here.")})
    unit = Unit.objects.create(
        organisation=actor.organisation, parent=parent, name=name, position=siblings.count()
    )
    events.record(
        kind=Kind.UNIT_ADDED,
        organisation=actor.organisation,
        actor=actor,
        subject=unit,
        payload={"unit_id": unit.pk, "parent_id": unit.parent_id},
        silent=silent,
        at=at,
    )
    return unit


@transaction.atomic
def unit_change(*, actor: Membership, unit: Unit, name: str, parent: Unit | None) -> Unit:
    """Rename or move a unit: not below itself, nor below a team (`ValidationError`)."""
    if parent is not None and parent.pk in _below(unit):
        raise ValidationError({"parent": _("A team cannot be placed below itself.")})
    if (parent and parent.pk) != unit.parent_id:
        _refuse_team_in_team(parent)
        if parent is not None and Unit.objects.filter(parent=unit).exists():
            raise ValidationError({"parent": _("This department has teams. Move those first.")})
    if Unit.objects.filter(parent=parent, name__iexact=name).exclude(pk=unit.pk).exists():
        raise ValidationError({"name": _("There is already a team with this name here.")})
    changes = _apply(unit, {"name": name, "parent": parent})
    if changes:
        unit.save()
        events.record(
            kind=Kind.UNIT_CHANGED,
            organisation=actor.organisation,
            actor=actor,
            subject=unit,
            payload={"unit_id": unit.pk, "parent_id": unit.parent_id},
            changes=changes,
        )
    return unit


def _refuse_team_in_team(parent: Unit | None) -> None:
    """Two levels, departments and teams: deeper, the pages and the board would lose a team."""
    if parent is not None and parent.parent_id is not None:
        raise ValidationError({"parent": _("Choose a department: a team cannot hold a team.")})


@transaction.atomic
def membership_invite(
    *,
    actor: Membership,
    email: str,
    name: str,
    unit: Unit | None,
    roles: Sequence[str] = (Role.STAFF,),
) -> Membership:
    """Invite somebody; the invitation is mailed by the subscriber of the event.

    Inviting again somebody who was invited before renews the invitation: the earlier link ends.
    Raises `ValidationError` for an address that is no address, or of somebody already in, and for
    an administrator's role that the actor may not give.
    """
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValidationError({"email": error.messages}) from error
    person = Person.objects.filter(email__iexact=email).first()
    if person is None:
        person = Person.objects.create_user(email, name)
        person.language = actor.organisation.language
        person.save(update_fields=["language"])
    membership = Membership.objects.filter(person=person).first()
    if membership and membership.state == MembershipState.ACTIVE:
        raise ValidationError({"email": _("This colleague already takes part.")})
    membership = membership or Membership(organisation=actor.organisation, person=person)
    _only_administrators_make_one(actor, membership.roles, roles)
    membership.unit = unit
    membership.roles = list(roles) or [Role.STAFF]
    membership.state = MembershipState.INVITED
    membership.invited_at = timezone.now()
    membership.save()
    _record_membership(Kind.MEMBERSHIP_INVITED, actor, membership)
    return membership


@transaction.atomic
def membership_accept(*, membership: Membership) -> Membership:
    """The invited person takes part from now on. Accepting twice is accepting once."""
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    if membership.state == MembershipState.INVITED:
        membership.state = MembershipState.ACTIVE
        membership.joined_at = timezone.now()
        membership.save(update_fields=["state", "joined_at"])
        _record_membership(Kind.MEMBERSHIP_JOINED, membership, membership)
    return membership


@transaction.atomic
def membership_change(
    *,
    actor: Membership,
    membership: Membership,
    version: int,
    unit: Unit | None,
    roles: Sequence[str],
) -> Membership:
    """Change somebody's unit or roles.

    Raises `VersionConflict` when it was changed meanwhile, `ValidationError` when it would leave
    the organisation without an administrator, or when only one of those may do it.
    """
    found = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("unit")
        .get(pk=membership.pk)
    )
    if found.version != version:
        raise VersionConflict(found)
    _only_administrators_make_one(actor, found.roles, roles)
    if Role.ADMINISTRATOR not in roles:
        _keep_an_administrator(found)
    changes = _apply(found, {"unit": unit, "roles": list(roles) or [Role.STAFF]})
    if changes:
        found.version += 1
        found.save()
        _record_membership(Kind.MEMBERSHIP_CHANGED, actor, found, changes)
    return found


@transaction.atomic
def membership_end(*, actor: Membership, membership: Membership) -> Membership:
    """Somebody leaves: they can no longer come in; what they did stays."""
    _only_administrators_make_one(actor, membership.roles, ())
    _keep_an_administrator(membership)
    membership.state = MembershipState.LEFT
    membership.save(update_fields=["state"])
    _record_membership(Kind.MEMBERSHIP_ENDED, actor, membership)
    return membership


@transaction.atomic
def membership_return(*, actor: Membership, membership: Membership) -> Membership:
    """Undo of `membership_end`: who had joined is in again, who was invited is invited again.

    Raises `ValidationError` for an administrator whom the actor may not let in.
    """
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    if membership.state != MembershipState.LEFT:
        return membership
    _only_administrators_make_one(actor, (), membership.roles)
    joined = membership.invited_at is None or membership.joined_at > membership.invited_at
    membership.state = MembershipState.ACTIVE if joined else MembershipState.INVITED
    membership.save(update_fields=["state"])
    kind = Kind.MEMBERSHIP_JOINED if joined else Kind.MEMBERSHIP_INVITED
    _record_membership(kind, actor, membership)
    return membership


@transaction.atomic
def person_change(*, person: Person, name: str, language: str) -> Person:
    """Somebody changes their own name or the language they read."""
    person.name = name
    person.language = language
    person.save(update_fields=["name", "language"])
    return person


def process_add(
    *, actor: Membership, name: str, silent: bool = False, at: datetime | None = None
) -> Process:
    """Add a service that customers go through. Raises `ValidationError` for a name in use."""
    return _named_add(Process, Kind.PROCESS_ADDED, actor, name, silent=silent, at=at)


def customer_group_add(
    *, actor: Membership, name: str, silent: bool = False, at: datetime | None = None
) -> CustomerGroup:
    """Add a group of customers. Raises `ValidationError` for a name in use."""
    return _named_add(CustomerGroup, Kind.CUSTOMER_GROUP_ADDED, actor, name, silent=silent, at=at)


@transaction.atomic
def _named_add(
    model: Any, kind: Kind, actor: Membership, name: str, *, silent: bool, at: datetime | None
) -> Any:
    if model.objects.filter(name__iexact=name).exists():
        raise ValidationError({"name": _("This name is already in the list.")})
    added = model.objects.create(
        organisation=actor.organisation, name=name, position=model.objects.count()
    )
    events.record(
        kind=kind,
        organisation=actor.organisation,
        actor=actor,
        subject=added,
        payload={f"{model._meta.model_name}_id": added.pk},
        silent=silent,
        at=at,
    )
    return added


def _record_membership(
    kind: Kind,
    actor: Membership,
    membership: Membership,
    changes: dict[str, tuple[Any, Any]] | None = None,
) -> None:
    events.record(
        kind=kind,
        organisation=membership.organisation,
        actor=actor,
        subject=membership,
        payload={
            "membership_id": membership.pk,
            "unit_id": membership.unit_id,
            "roles": list(membership.roles),
        },
        changes=changes,
    )


def _only_administrators_make_one(
    actor: Membership, before: Sequence[str], after: Sequence[str]
) -> None:
    """Else a programme manager could make themselves one, or send the last one away."""
    changes = (Role.ADMINISTRATOR in before) != (Role.ADMINISTRATOR in after)
    if changes and not actor.has_role(Role.ADMINISTRATOR):
        raise ValidationError({"roles": _("Only an administrator may make or unmake one.")})


def _keep_an_administrator(membership: Membership) -> None:
    if Role.ADMINISTRATOR not in membership.roles:
        return
    others = Membership.objects.filter(
        state=MembershipState.ACTIVE, roles__contains=[Role.ADMINISTRATOR]
    ).exclude(pk=membership.pk)
    if not others.exists():
        raise ValidationError({"roles": _("An organisation needs at least one administrator.")})


def _apply(row: Any, fields: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Set the fields that differ; the pairs (before, after) of those that did."""
    changes = {
        field: (getattr(row, field), value)
        for field, value in fields.items()
        if getattr(row, field) != value
    }
    for field, (_before, value) in changes.items():
        setattr(row, field, value)
    return changes


def _below(unit: Unit) -> set[int]:
    return {found.pk for found in unit.descendants(include_self=True)}


def _free_slug(name: str) -> str:
    base = slugify(name)[:40] or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(s for s in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if s not in taken)
