"""People come in, change their place or role, and leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.events import services as events
from backend.events.kinds import Kind
from backend.organisations.models import Membership, MembershipState, Person, Unit
from backend.organisations.roles import Role
from backend.organisations.services.applying import apply
from backend.organisations.services.holding import standing, structure
from backend.tenancy.models import VersionConflict
from backend.text import names
from backend.text.names import Name
from backend.writing.texts import address, optional_name, required_name

PAUSE = timedelta(hours=1)
NAME_LIMIT = 120
# Why an invitation changes nothing.
IN_ALREADY, INVITED_JUST_NOW = "in already", "invited just now"


@transaction.atomic
def membership_invite(
    *,
    actor: Membership,
    email: str,
    name: str | Name,
    unit: Unit | None,
    roles: Sequence[str] = (Role.STAFF,),
) -> Membership:
    """Invite somebody; the invitation is mailed by the subscriber of the event.

    Inviting again somebody who was invited before renews the invitation: the earlier link ends.
    Without a name they keep the one they are known by here, else they are asked on their first visit.
    Within the hour it puts name, team and roles right, without another mail.
    Raises `ValidationError` for an address that is no address, or of somebody already in, and for
    an administrator's role that the actor may not give.
    """
    email = address("email", email)
    called = name if isinstance(name, Name) else names.read(name)
    optional_name("name", called.shown, NAME_LIMIT)
    # Of two who invite the same colleague at once, the second finds what the first one did.
    structure(actor.organisation_id)
    unit = standing("unit", unit)
    person = _invited_person(actor, email, called)
    membership = Membership.objects.filter(person=person).first()
    if membership and membership.state == MembershipState.ACTIVE:
        raise _at_email(_("This colleague already takes part."), IN_ALREADY)
    membership = membership or Membership(organisation=actor.organisation, person=person)
    _only_administrators_make_one(actor, membership.roles, roles)
    name_here = called.shown or membership.invited_as
    asked = {"invited_as": name_here, "unit": unit, "roles": list(roles) or [Role.STAFF]}
    if _invited_just_now(membership):
        return _put_right(actor, membership, asked)
    apply(membership, asked)
    membership.invited_sort_key = called.sort
    membership.state = MembershipState.INVITED
    membership.invited_at = timezone.now()
    membership.save()
    _record_membership(Kind.MEMBERSHIP_INVITED, actor, membership)
    return membership


def _invited_just_now(membership: Membership) -> bool:
    """Then no other mail goes out: an address gets no more than somebody can read."""
    last = membership.invited_at
    is_open = membership.state == MembershipState.INVITED
    return is_open and last is not None and timezone.now() - last < PAUSE


def _put_right(actor: Membership, membership: Membership, asked: dict[str, Any]) -> Membership:
    changes = apply(membership, asked)
    if not changes:
        text = _("An invitation went out within the hour. Wait a little before the next.")
        raise _at_email(text, INVITED_JUST_NOW)
    membership.save()
    _record_membership(Kind.MEMBERSHIP_CHANGED, actor, membership, changes)
    return membership


def _at_email(text: str, code: str) -> ValidationError:
    return ValidationError({"email": ValidationError(text, code=code)})


def _invited_person(actor: Membership, email: str, called: Name) -> Person:
    """Whoever has this address. The one who invited may put the name right until they came in."""
    person: Person | None = Person.objects.filter(email__iexact=email).first()
    if person is None:
        try:
            with transaction.atomic():
                person = Person.objects.create_user(email, called.shown)
        except IntegrityError:  # another organisation invites them at this very moment
            return Person.objects.get(email__iexact=email)
        person.language, person.sort_key = actor.organisation.language, called.sort
        person.save()
    elif called.shown and person.last_login is None and not _known_elsewhere(actor, person):
        person.name, person.sort_key = called.shown, called.sort
        person.save(update_fields=["name"])
    return person


def _known_elsewhere(actor: Membership, person: Person) -> bool:
    everywhere = Membership._base_manager.filter(person=person)
    return bool(everywhere.exclude(organisation=actor.organisation_id).exists())


@transaction.atomic
def membership_accept(*, membership: Membership) -> Membership:
    """The invited person takes part from now on. Accepting twice is accepting once."""
    membership = _held(membership)
    if membership.state == MembershipState.INVITED:
        membership.state = MembershipState.ACTIVE
        membership.joined_at = timezone.now()
        membership.invited_as = ""
        membership.save(update_fields=["state", "joined_at", "invited_as"])
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
    structure(actor.organisation_id)
    found = _held(membership)
    if found.version != version:
        raise VersionConflict(found)
    unit = standing("unit", unit, unless=found.unit_id)
    _only_administrators_make_one(actor, found.roles, roles)
    if Role.ADMINISTRATOR not in roles:
        _keep_an_administrator(found)
    changes = apply(found, {"unit": unit, "roles": list(roles) or [Role.STAFF]})
    if changes:
        found.version += 1
        found.save()
        _record_membership(Kind.MEMBERSHIP_CHANGED, actor, found, changes)
    return found


@transaction.atomic
def membership_end(*, actor: Membership, membership: Membership) -> Membership:
    """Somebody leaves: they can no longer come in; what they did stays. Twice is once."""
    structure(actor.organisation_id)
    membership = _held(membership)
    if membership.state == MembershipState.LEFT:
        return membership
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
    structure(actor.organisation_id)
    membership = _held(membership)
    if membership.state != MembershipState.LEFT:
        return membership
    _only_administrators_make_one(actor, (), membership.roles)
    joined = membership.invited_at is None or membership.joined_at > membership.invited_at
    membership.state = MembershipState.ACTIVE if joined else MembershipState.INVITED
    membership.save(update_fields=["state"])
    kind = Kind.MEMBERSHIP_JOINED if joined else Kind.MEMBERSHIP_INVITED
    _record_membership(kind, actor, membership)
    return membership


def _held(membership: Membership) -> Membership:
    """The row as it stands, held; after the structure, where both are."""
    found: Membership = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("organisation", "person", "unit")
        .get(pk=membership.pk)
    )
    return found


@transaction.atomic
def person_change(*, person: Person, name: str, language: str) -> Person:
    """Somebody changes their own name or the language they read. Raises `ValidationError` at `name`."""
    person.name = required_name("name", name, NAME_LIMIT)
    person.language = language
    person.save(update_fields=["name", "language"])
    return person


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
    """The structure is held: of two administrators who end each other at once, one stays."""
    if Role.ADMINISTRATOR not in membership.roles:
        return
    others = Membership.objects.filter(
        state=MembershipState.ACTIVE, roles__contains=[Role.ADMINISTRATOR]
    ).exclude(pk=membership.pk)
    if not others.exists():
        raise ValidationError({"roles": _("An organisation needs at least one administrator.")})
