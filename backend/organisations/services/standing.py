"""Where somebody stands in an organisation: the one place that changes a state or a role.

Inviting, reminding, returning, changing, ending and accepting all come through `stand`. It judges
the standing that results, against who answers for it as they stand at this moment: a page that was
opened while they were still allowed, and what they left behind, give no rights.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.events import services as events
from backend.events.acts import Act
from backend.events.changes import apply
from backend.organisations.events import Place, Stood
from backend.organisations.models import (
    InvitationMail,
    Membership,
    MembershipState,
)
from backend.organisations.permissions import Refused, require
from backend.organisations.roles import Role
from backend.organisations.services.holding import structure

# An address gets no more invitations than somebody can read.
PAUSE = timedelta(hours=1)
_MANAGES = frozenset({Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR})


@dataclass(frozen=True)
class Standing:
    """A state and the roles that go with it; who is out has none in force."""

    state: str
    roles: frozenset[str]

    def has(self, role: str) -> bool:
        """Whether this role is in force, or is waiting behind an open invitation."""
        return self.state != MembershipState.LEFT and role in self.roles


NOWHERE = Standing(MembershipState.LEFT, frozenset())


def standing_of(membership: Membership) -> Standing:
    """Where somebody stands now; nowhere, who is not kept yet."""
    if membership.pk is None:
        return NOWHERE
    return Standing(membership.state, frozenset(membership.roles))


def acting(act: Act, action: str) -> Act:
    """The act of who acts as they stand now, and not when their page was opened.

    Holds the organisation's structure until the end of the transaction, so that of two who change
    standings at once the second judges what the first one left. Raises `Refused` for a role that
    may not, `ValidationError` for who no longer takes part.
    """
    found = _held_with_structure(act)
    if found.state != MembershipState.ACTIVE:
        raise ValidationError(_("You no longer take part here."))
    require(found, action)
    return act.of(found)


def still(act: Act, action: str) -> Act:
    """The same for what is changed of no membership: `Refused` too for who no longer takes part."""
    found = _held_with_structure(act)
    if found.state != MembershipState.ACTIVE:
        raise Refused(_("You no longer take part here."))
    require(found, action)
    return act.of(found)


def _held_with_structure(act: Act) -> Membership:
    structure(act.organisation.pk)
    everybody = Membership.objects.select_related("person", "organisation")
    found: Membership = everybody.get(pk=act.actor.pk)
    return found


def stand(
    *,
    act: Act,
    membership: Membership,
    kind: type[Stood],
    answers: Membership | None = None,
    **fields: Any,
) -> Mapping[str, tuple[Any, Any]]:
    """Give a membership these fields, if whoever answers for it may bring about what results.

    `act` is recorded; `answers` is who gave the roles, where that is somebody else (the one who
    invited). Call it under the organisation's lock (`acting`). Returns what changed. Raises
    `ValidationError`.
    """
    before, place = standing_of(membership), place_of(membership)
    changes = apply(membership, fields)
    after = Standing(membership.state, frozenset(membership.roles))
    _judge(answers or act.actor, membership, before, after, renewed="invited_at" in changes)
    if after.state == MembershipState.INVITED and before != after and _gives(act, after):
        membership.invited_by = act.actor
    membership.save()
    _record(act, kind, membership, place, changes)
    return changes


def _judge(
    answers: Membership, membership: Membership, before: Standing, after: Standing, renewed: bool
) -> None:
    """Whether this may result. An invitation that goes out once more gives its roles anew."""
    given = _newly(before, after, Role.ADMINISTRATOR) or (
        after.has(Role.ADMINISTRATOR) and (renewed or before.state != after.state)
    )
    taken = before.has(Role.ADMINISTRATOR) and not after.has(Role.ADMINISTRATOR)
    if (given or taken) and not _now(answers, Role.ADMINISTRATOR):
        raise ValidationError(
            {
                "roles": _(
                    "Only an administrator may make somebody an administrator, or take that back."
                )
            }
        )
    accepted = before.state == MembershipState.INVITED and after.state == MembershipState.ACTIVE
    if accepted and _MANAGES & after.roles and not _now(answers, *_MANAGES):
        raise ValidationError({"roles": _("Whoever invited you may no longer give this role.")})
    if _is_administrator(before) and not _is_administrator(after):
        _keep_an_administrator(membership)


def _gives(act: Act, after: Standing) -> bool:
    """Whether somebody may answer for an invitation with these roles."""
    return not after.has(Role.ADMINISTRATOR) or _now(act.actor, Role.ADMINISTRATOR)


def _newly(before: Standing, after: Standing, role: Role) -> bool:
    return after.has(role) and not before.has(role)


def _now(membership: Membership, *roles: Role) -> bool:
    """Whether somebody takes part, with one of these roles, at this moment."""
    found = Membership.objects.filter(pk=membership.pk, state=MembershipState.ACTIVE)
    return bool(found.filter(roles__overlap=list(roles)).exists())


def _is_administrator(standing: Standing) -> bool:
    return standing.state == MembershipState.ACTIVE and Role.ADMINISTRATOR in standing.roles


def _keep_an_administrator(membership: Membership) -> None:
    others = Membership.objects.filter(
        state=MembershipState.ACTIVE, roles__contains=[Role.ADMINISTRATOR]
    ).exclude(pk=membership.pk)
    if not others.exists():
        raise ValidationError({"roles": _("An organisation needs at least one administrator.")})


def mailed_just_now(membership: Membership) -> bool:
    """Whether an invitation went to this address within the pause, whatever became of it since."""
    since = timezone.now() - PAUSE
    if membership.invited_at is not None and membership.invited_at > since:
        return True
    address = membership.person.email.lower()
    return InvitationMail.objects.filter(address=address, sent_at__gt=since).exists()


def remember_mail(membership: Membership) -> None:
    """An address that is put right got an invitation: kept for as long as the pause lasts."""
    if membership.invited_at is None:
        return
    InvitationMail.objects.filter(sent_at__lte=timezone.now() - PAUSE).delete()
    InvitationMail.objects.update_or_create(
        organisation=membership.organisation,
        address=membership.person.email.lower(),
        defaults={"sent_at": membership.invited_at},
    )


def place_of(membership: Membership) -> Place:
    """Where somebody stands, as the log tells it; nowhere, who is not kept yet."""
    if membership.pk is None:
        return Place(None, None)
    return Place(membership.unit_id, MembershipState(membership.state))


def _record(
    act: Act,
    kind: type[Stood],
    membership: Membership,
    before: Place,
    changes: Mapping[str, tuple[Any, Any]],
) -> None:
    happening = kind(
        membership_id=membership.pk,
        unit_id=membership.unit_id,
        roles=tuple(Role(role) for role in membership.roles),
        invited_at=membership.invited_at,
        before=before,
        after=place_of(membership),
    )
    told = {name: pair for name, pair in changes.items() if name in _TOLD}
    events.record(act, happening, subject=membership, changes=told)


# Only texts and choices stand in the changes.
_TOLD = {"unit", "roles", "state", "invited_as"}
