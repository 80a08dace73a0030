"""People come in, change their place or role, and leave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.events.acts import Act, Source
from backend.events.changes import differing
from backend.events.selectors import history
from backend.organisations.events import (
    MembershipChanged,
    MembershipEnded,
    MembershipInvited,
    MembershipJoined,
)
from backend.organisations.models import Membership, MembershipState, Person, Unit
from backend.organisations.roles import Role
from backend.organisations.services import holding, standing
from backend.organisations.services.calling import called_if_known
from backend.organisations.services.standing import acting, stand
from backend.tenancy.models import VersionConflict
from backend.text.names import Name
from backend.writing.texts import address, optional_line

WHY_LIMIT = 280
# Why an invitation changes nothing.
IN_ALREADY, INVITED_JUST_NOW = "in already", "invited just now"


@transaction.atomic
def membership_invite(
    *,
    act: Act,
    email: str,
    name: str | Name,
    unit: Unit | None,
    roles: Sequence[str] = (Role.STAFF,),
    why: str | None = None,
) -> Membership:
    """Invite somebody; the invitation is mailed by the subscriber of the event.

    Inviting again somebody who was invited before renews the invitation: the earlier link ends.
    Without a name they keep the one they are known by here, else they are asked on their first visit.
    `why` is a line of the inviter to go with it; None keeps what was written before.
    Within the hour after a mail to this address it puts name, team, roles and state right, without
    another mail. Raises `ValidationError` for an address that is no address, or of somebody already
    in, and for a role that the actor may not give.
    """
    email = address("email", email)
    told = called_if_known("name", name)
    # Of two who invite the same colleague at once, the second finds what the first one did.
    act = acting(act, "membership_invite")
    unit = holding.standing("unit", unit)
    person = _invited_person(act, email, told)
    membership = Membership.objects.filter(person=person).first()
    if membership and membership.state == MembershipState.ACTIVE:
        raise _at_email(_("This colleague is already taking part."), IN_ALREADY)
    membership = membership or Membership(organisation=act.organisation, person=person)
    asked: dict[str, Any] = {
        "invited_as": told.shown or membership.invited_as,
        "unit": unit,
        "roles": list(roles) or [Role.STAFF],
        "state": MembershipState.INVITED,
    }
    if why is not None:
        asked["invited_why"] = optional_line("why", why, WHY_LIMIT)
    return invite_again(act, membership, asked)


@transaction.atomic
def membership_remind(*, act: Act, membership: Membership) -> Membership:
    """Send an open invitation once more, as it stands; the earlier link ends.

    Raises `ValidationError` within the hour after a mail to this address, and for somebody who is
    not invited (any more).
    """
    act = acting(act, "membership_remind")
    found = held(membership)
    if found.state == MembershipState.ACTIVE:
        raise _at_email(_("This colleague is already taking part."), IN_ALREADY)
    if found.state == MembershipState.LEFT:
        raise ValidationError(_("This colleague is no longer invited."))
    return invite_again(act, found)


def invite_again(
    act: Act, membership: Membership, asked: dict[str, Any] | None = None
) -> Membership:
    """Mail it, but put it right without a mail where one went to this address just now."""
    asked = asked or {}
    if not standing.mailed_just_now(membership):
        sent = {"invited_at": act.at, "invited_by": act.actor}
        stand(act=act, membership=membership, kind=MembershipInvited, **{**asked, **sent})
        membership.mailed_now = True
    elif membership.invited_at is None or not differing(membership, asked):
        text = _("An invitation went out less than an hour ago. Wait a little before the next one.")
        raise _at_email(text, INVITED_JUST_NOW)
    else:
        stand(act=act, membership=membership, kind=MembershipChanged, **asked)
    return membership


def _at_email(text: str, code: str) -> ValidationError:
    return ValidationError({"email": ValidationError(text, code=code)})


def _invited_person(act: Act, email: str, called: Name) -> Person:
    """Whoever has this address. The one who invited may put the name right until they came in."""
    person: Person | None = Person.objects.filter(email__iexact=email).first()
    if person is None:
        try:
            with transaction.atomic():
                person = Person.objects.create_user(email, called.shown)
        except IntegrityError:  # another organisation invites them at this very moment
            return Person.objects.get(email__iexact=email)
        person.language, person.sort_key = act.organisation.language, called.sort
        person.save()
    elif (
        called.shown
        and person.last_login is None
        and not known_elsewhere(act.organisation.pk, person)
    ):
        person.name, person.sort_key = called.shown, called.sort
        person.save(update_fields=["name", "sort_key"])
    return person


def known_elsewhere(organisation_id: int, person: Person) -> bool:
    """Whether another organisation knows this account too."""
    everywhere = Membership._base_manager.filter(person=person)
    return bool(everywhere.exclude(organisation=organisation_id).exists())


@transaction.atomic
def membership_accept(*, membership: Membership) -> Membership:
    """The invited person takes part from now on. Accepting twice is accepting once.

    `membership` is the invitation as it was opened. Raises `ValidationError` where it was renewed,
    taken back, or never theirs any more, and where whoever gave a managing role may not any more.
    """
    holding.structure(membership.organisation_id)
    found = held(membership)
    if found.state == MembershipState.ACTIVE:
        return found
    is_open = found.state == MembershipState.INVITED and found.person.is_active
    if not is_open or found.invited_at != membership.invited_at:
        raise ValidationError(_("This invitation has ended."))
    if not found.person.name and found.invited_as:
        found.person.name = found.invited_as
        found.person.save(update_fields=["name", "sort_key"])
    stand(
        act=Act.by(found, source=Source.PAGE),
        membership=found,
        answers=found.invited_by,
        kind=MembershipJoined,
        state=MembershipState.ACTIVE,
        joined_at=timezone.now(),
        invited_as="",
    )
    return found


@transaction.atomic
def membership_change(
    *,
    act: Act,
    membership: Membership,
    version: int,
    unit: Unit | None,
    roles: Sequence[str],
) -> Membership:
    """Change somebody's unit or roles.

    Raises `VersionConflict` when it was changed meanwhile, `ValidationError` when it would leave
    the organisation without an administrator, when only one of those may do it, and for somebody
    who left.
    """
    act = acting(act, "membership_change")
    found = held(membership)
    if found.version != version:
        raise VersionConflict(found)
    if found.state == MembershipState.LEFT:
        raise ValidationError(_("This colleague no longer takes part."))
    unit = holding.standing("unit", unit, unless=found.unit_id)
    asked: dict[str, Any] = {"unit": unit, "roles": list(roles) or [Role.STAFF]}
    if differing(found, asked):
        stand(
            act=act,
            membership=found,
            kind=MembershipChanged,
            version=found.version + 1,
            **asked,
        )
    return found


@transaction.atomic
def membership_end(*, act: Act, membership: Membership) -> Membership:
    """Somebody leaves: they can no longer come in; what they did stays. Twice is once."""
    act = acting(act, "membership_end")
    found = held(membership)
    if found.state != MembershipState.LEFT:
        # Their name stays here as it is now, and they may be changing it at this moment.
        holding.shared(Person(pk=found.person_id))
        stand(
            act=act,
            membership=found,
            kind=MembershipEnded,
            state=MembershipState.LEFT,
            invited_as=found.own_name,
        )
    return found


@transaction.atomic
def membership_return(*, act: Act, membership: Membership) -> Membership:
    """Undo of `membership_end`: who had joined is in again, who was invited is invited again.

    The invitation is mailed anew unless that happened just now: then its link works again.
    Raises `ValidationError` for an administrator whom the actor may not let in.
    """
    act = acting(act, "membership_return")
    found = held(membership)
    if found.state != MembershipState.LEFT:
        return found
    # A team that ended while they were away is none to come back to.
    ended = found.unit is not None and found.unit.ended_on is not None
    place: dict[str, Any] = {"unit": None} if ended else {}
    if not _had_joined(found):
        return invite_again(act, found, {"state": MembershipState.INVITED, **place})
    stand(
        act=act,
        membership=found,
        kind=MembershipJoined,
        state=MembershipState.ACTIVE,
        **place,
    )
    return found


def held(membership: Membership) -> Membership:
    """The row as it stands, held; after the structure, where both are.

    Whoever only adds a row of this colleague's, such as an event, does not wait.
    """
    row = Membership.objects.select_for_update(of=("self",), no_key=True)
    found: Membership = row.get(pk=membership.pk)
    return found


def _had_joined(membership: Membership) -> bool:
    """Whether somebody came in since they were last invited; the founders never were."""
    if membership.invited_at is None:
        return True
    joined = history(subject=membership).filter(kind=MembershipJoined.KIND)
    return bool(membership.joined_at > membership.invited_at and joined.exists())
