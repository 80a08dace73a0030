"""Who carries an initiative."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.events import services as events
from backend.events.kinds import Kind
from backend.events.models import Event
from backend.initiatives.models import Initiative, TeamMember
from backend.initiatives.permissions import require_for
from backend.initiatives.services.initiatives import locked
from backend.initiatives.services.moment import Moment
from backend.organisations.models import Membership, MembershipState
from backend.organisations.roles import Role
from backend.organisations.services.holding import shared

# So long leaving is taken back; afterwards one joins anew.
UNDO = timedelta(hours=1)


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

    Who is brought in by the A-team also reads what customers said in confidence before; who joined
    by themselves does so once a colleague adds them. Raises `ValidationError` for somebody who left
    the organisation, and for who comes back by themselves after others took them out.
    """
    initiative = locked(initiative)
    action = "team_join" if membership.pk == actor.pk else "team_add"
    require_for(actor, action, initiative)
    shared(membership)
    if not Membership.objects.filter(pk=membership.pk, state=MembershipState.ACTIVE).exists():
        raise ValidationError({"membership": _("This colleague no longer takes part.")})
    locked(initiative)
    if actor.pk == membership.pk and was_taken_out(initiative=initiative, membership=membership):
        raise ValidationError(_("Others took you out of this A-team. Ask one of them to add you."))
    adder = actor if _brings_in(actor, initiative, membership) else None
    place, new = TeamMember.objects.get_or_create(
        organisation=actor.organisation,
        initiative=initiative,
        membership=membership,
        defaults={"joined_at": at or timezone.now(), "added_by": adder},
    )
    if new:
        when = Moment(silent, at)
        _record(Kind.TEAM_JOINED, actor, initiative, when, membership_id=membership.pk)
    elif place.added_by_id is None and adder is not None:
        place.added_by = adder
        place.save(update_fields=["added_by"])
    return place


def _brings_in(actor: Membership, initiative: Initiative, membership: Membership) -> bool:
    """Whether this is the A-team's own doing: also the undo of having left it."""
    if actor.has_role(Role.PROGRAMME_MANAGER):
        return True
    if actor.pk == membership.pk:
        return _undoes(initiative, membership)
    return TeamMember.objects.filter(
        initiative=initiative, membership=actor, added_by__isnull=False
    ).exists()


def was_taken_out(*, initiative: Initiative, membership: Membership) -> bool:
    """Whether others took somebody out of this A-team, and nobody added them since."""
    left = _left(initiative, membership)
    return left is not None and left.actor_id != membership.pk


def _left(initiative: Initiative, membership: Membership) -> Event | None:
    """How somebody went out of this A-team; None for who is in it, or never was."""
    if TeamMember.objects.filter(initiative=initiative, membership=membership).exists():
        return None
    return (
        Event.objects.filter(
            kind=Kind.TEAM_LEFT,
            subject_type="initiative",
            subject_id=initiative.pk,
            payload__membership_id=membership.pk,
        )
        .order_by("id")
        .last()
    )


def _undoes(initiative: Initiative, membership: Membership) -> bool:
    """Whether somebody only takes their leaving back: just now, and nothing was told meanwhile.

    Later, or with something told, they join anew: confidence counts from then on.
    """
    left = _left(initiative, membership)
    if left is None or not left.payload["brought_in"]:
        return False
    since = left.payload.get("words_seen")
    told = since is None or _words_seen(initiative) > since
    return not told and timezone.now() - left.happened_at < UNDO


def _words_seen(initiative: Initiative) -> int:
    """The last words that came to an initiative, whenever they were said."""
    last = initiative.words_links.aggregate(last=Max("pk"))["last"]  # type: ignore[attr-defined]
    return int(last or 0)


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

    Others are taken out by whoever added them, or a programme manager. Raises `ValidationError`
    else, and for the last one of an open initiative.
    """
    found = locked(initiative)
    team = TeamMember.objects.filter(initiative=found)
    place = team.filter(membership=membership).first()
    if place is None:
        return
    require_for(actor, "team_leave", found)
    may_take_out = actor.has_role(Role.PROGRAMME_MANAGER) or place.added_by_id == actor.pk
    if membership.pk != actor.pk and not may_take_out:
        raise ValidationError(_("Only whoever added this colleague can take them out again."))
    if found.is_open and team.count() == 1:
        raise ValidationError(
            _("The A-team would be empty. Add a colleague first, or stop the initiative.")
        )
    place.delete()
    _record(
        Kind.TEAM_LEFT,
        actor,
        found,
        Moment(silent, at),
        membership_id=membership.pk,
        brought_in=place.added_by_id is not None,
        words_seen=_words_seen(found),
    )


def _record(
    kind: Kind, actor: Membership, initiative: Initiative, when: Moment, **payload: int | bool
) -> None:
    events.record_kind(
        kind=kind,
        organisation=actor.organisation,
        actor=actor,
        subject=initiative,
        payload={"initiative_id": initiative.pk, **payload},
        **when.recorded,
    )
