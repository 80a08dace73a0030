"""Who carries an initiative."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.events import services as events
from backend.events.kinds import Kind
from backend.initiatives.models import Initiative, TeamMember
from backend.initiatives.services.initiatives import locked
from backend.initiatives.services.moment import Moment
from backend.organisations.models import Membership, MembershipState


@transaction.atomic
def team_join(
    *,
    actor: Membership,
    initiative: Initiative,
    membership: Membership,
    silent: bool = False,
    at: datetime | None = None,
) -> TeamMember:
    """Somebody comes into the A-team; joining twice is joining once.

    Raises `ValidationError` for somebody who left the organisation.
    """
    if membership.state != MembershipState.ACTIVE:
        raise ValidationError({"membership": _("This colleague does not take part any more.")})
    place, new = TeamMember.objects.get_or_create(
        organisation=actor.organisation,
        initiative=initiative,
        membership=membership,
        defaults={"joined_at": at or timezone.now()},
    )
    if new:
        _record(Kind.TEAM_JOINED, actor, initiative, membership, Moment(silent, at))
    return place


@transaction.atomic
def team_leave(
    *,
    actor: Membership,
    initiative: Initiative,
    membership: Membership,
    silent: bool = False,
    at: datetime | None = None,
) -> None:
    """Somebody goes out of the A-team; who is not in it changes nothing.

    Raises `ValidationError` for the last one of an open initiative.
    """
    found = locked(initiative)
    team = TeamMember.objects.filter(initiative=found)
    place = team.filter(membership=membership).first()
    if place is None:
        return
    if found.is_open and team.count() == 1:
        raise ValidationError(
            _("The A-team would be empty. Add a colleague first, or stop the initiative.")
        )
    place.delete()
    _record(Kind.TEAM_LEFT, actor, found, membership, Moment(silent, at))


def _record(
    kind: Kind,
    actor: Membership,
    initiative: Initiative,
    membership: Membership,
    when: Moment,
) -> None:
    events.record(
        kind=kind,
        organisation=actor.organisation,
        actor=actor,
        subject=initiative,
        payload={"initiative_id": initiative.pk, "membership_id": membership.pk},
        **when.recorded,
    )
