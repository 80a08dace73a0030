"""What somebody is called and where they are written to: theirs to say; see docs/decisions/0017."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from backend.events import services as events
from backend.events.acts import Act, Source
from backend.organisations.events import AddressChanged, NameChanged
from backend.organisations.models import Membership, MembershipState, Person
from backend.organisations.services import standing
from backend.organisations.services.calling import called
from backend.organisations.services.people import (
    held,
    invite_again,
    known_elsewhere,
)
from backend.organisations.services.standing import acting
from backend.tenancy.models import VersionConflict
from backend.text.names import Name
from backend.writing.texts import address

Corrected = NameChanged | AddressChanged
Changes = Mapping[str, tuple[Any, Any]]


@transaction.atomic
def person_change(
    *, person: Person, name: str | None = None, language: str | None = None
) -> Person:
    """Somebody changes their own name or the language they read; what is not named stays as it is.

    Raises `ValidationError` at `name`.
    """
    found = Person.objects.select_for_update().get(pk=person.pk)
    before, changed = found.name, []
    if name is not None:
        _call(found, called("name", name, now=before))
        changed = ["name", "sort_key"]
    if language is not None:
        found.language, changed = language, [*changed, "language"]
    found.save(update_fields=changed)
    if before != found.name:
        _record_everywhere(NameChanged, found, {"name": (before, found.name)})
    person.name, person.sort_key, person.language = found.name, found.sort_key, found.language
    return person


@transaction.atomic
def person_readdress(*, person: Person, email: str) -> str:
    """Somebody is written to, and signs in, at another address that they proved to be theirs.

    Returns the address of before. Raises `ValidationError` for one that another account has.
    """
    email = address("email", email)
    found = Person.objects.select_for_update().get(pk=person.pk)
    before, found.email = found.email, email
    if before == email:
        return before
    try:
        with transaction.atomic():
            found.save(update_fields=["email"])
    except IntegrityError as taken:
        raise ValidationError({"email": _("This address cannot be used.")}) from taken
    _record_everywhere(AddressChanged, found, {"email": (before, email)})
    person.email = email
    return before


@transaction.atomic
def membership_correct(
    *, act: Act, membership: Membership, version: int, name: str, email: str | None = None
) -> Membership:
    """An administrator puts right what a colleague is called, and where an invitation goes.

    An address only of who never signed in and is in no other organisation: it is the key to an
    account. The invitation then goes to the new one; where that has an account, it is that one
    which is invited, and nobody can tell. Raises `VersionConflict`, and `ValidationError` at `name`
    or `email`.
    """
    act = acting(act, "membership_correct")
    found = held(membership)
    if found.version != version:
        raise VersionConflict(found)
    _rename(act, found, called("name", name, now=found.own_name))
    if email is not None:
        _readdress(act, found, address("email", email))
    return found


def _call(person: Person, name: Name) -> None:
    """The name as told; which of its words are the family name stays known where it says nothing."""
    if name.family or person.name != name.shown:
        person.sort_key = name.sort
    person.name = name.shown


def _rename(act: Act, found: Membership, name: Name) -> None:
    before = found.own_name
    if before == name.shown:
        return
    found.version += 1
    if found.state != MembershipState.ACTIVE:
        found.invited_as, found.invited_sort_key = name.shown, name.sort
    found.save()
    changes = {"name": (before, name.shown)}
    if _is_called_so_everywhere(found):
        _call(found.person, name)
        found.person.save(update_fields=["name", "sort_key"])
        _record_elsewhere(act, found, changes)
    _record(act, NameChanged, found, changes)


def _is_called_so_everywhere(membership: Membership) -> bool:
    """Whether it is the account's own name that is put right, or what an invitation calls them."""
    if membership.state == MembershipState.ACTIVE:
        return True
    if membership.state == MembershipState.LEFT:
        return not known_elsewhere(membership.organisation_id, membership.person)
    return _is_only_invited(membership)


def _readdress(act: Act, found: Membership, email: str) -> None:
    before = found.person.email
    if email == before:
        return
    if not may_readdress(found):
        raise ValidationError(
            {"email": _("Only the person it belongs to can change this address.")}
        )
    standing.remember_mail(found)
    _move_to(found, email)
    found.version += 1
    found.invited_at = None
    found.save()
    invite_again(act, found)
    _record(act, AddressChanged, found, {"email": (before, email)})


def may_readdress(membership: Membership) -> bool:
    """Whether this address is still that of an invitation alone, and nobody's key."""
    return membership.state == MembershipState.INVITED and _is_only_invited(membership)


def _is_only_invited(membership: Membership) -> bool:
    return membership.person.last_login is None and not known_elsewhere(
        membership.organisation_id, membership.person
    )


def _move_to(membership: Membership, email: str) -> None:
    other = Person.objects.filter(email__iexact=email).first()
    if other is None:
        try:
            with transaction.atomic():
                membership.person.email = email
                membership.person.save(update_fields=["email"])
            return
        except IntegrityError:  # another organisation invites them at this very moment
            other = Person.objects.get(email__iexact=email)
    if Membership.objects.filter(person=other).exists():
        raise ValidationError({"email": _("This colleague is already on the list.")})
    membership.person = other


def _record_everywhere(kind: type[Corrected], person: Person, changes: Changes) -> None:
    """In the history of each organisation in which somebody takes part, by themselves."""
    for one in _places(person):
        with scope(organisation=one.organisation):
            _record(Act.by(one, source=Source.PAGE), kind, one, changes)


def _record_elsewhere(act: Act, membership: Membership, changes: Changes) -> None:
    """A name, in the histories of the other organisations; who did it is nobody of theirs, and not named."""
    for one in _places(membership.person):
        if one.organisation_id != membership.organisation_id:
            with scope(organisation=one.organisation):
                _record(act.through(one.organisation), NameChanged, one, changes)


def _record(act: Act, kind: type[Corrected], membership: Membership, changes: Changes) -> None:
    events.record(act, kind(membership_id=membership.pk), subject=membership, changes=changes)


def _places(person: Person) -> list[Membership]:
    with scopes_disabled():
        active = Membership.objects.filter(person=person, state=MembershipState.ACTIVE)
        return list(active.select_related("organisation"))
