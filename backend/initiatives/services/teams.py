"""Who carries an initiative."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.events import reading
from backend.events import services as events
from backend.events.acts import Act
from backend.events.models import Event
from backend.initiatives.events import TeamJoined, TeamLeft
from backend.initiatives.models import Initiative, TeamMember
from backend.initiatives.permissions import require_for
from backend.initiatives.services.initiatives import locked
from backend.organisations.models import Membership, MembershipState
from backend.organisations.roles import Role
from backend.organisations.services.holding import shared

# So long leaving is taken back; afterwards one joins anew.
UNDO = timedelta(hours=1)


@transaction.atomic
def team_join(
    *,
    act: Act,
    initiative: Initiative,
    membership: Membership,
) -> TeamMember:
    """Somebody comes into the A-team; joining twice is joining once.

    Who is brought in by the A-team also reads what customers said in confidence before; who joined
    by themselves does so once a colleague adds them. Raises `ValidationError` for somebody who left
    the organisation, and for who comes back by themselves after others took them out.
    """
    initiative = locked(initiative)
    action = "team_join" if membership.pk == act.actor.pk else "team_add"
    require_for(act.actor, action, initiative)
    shared(membership)
    if not Membership.objects.filter(pk=membership.pk, state=MembershipState.ACTIVE).exists():
        raise ValidationError({"membership": _("This colleague no longer takes part.")})
    locked(initiative)
    if act.actor.pk == membership.pk and was_taken_out(
        initiative=initiative, membership=membership
    ):
        raise ValidationError(_("Others took you out of this A-team. Ask one of them to add you."))
    adder = act.actor if _brings_in(act, initiative, membership) else None
    place, new = TeamMember.objects.get_or_create(
        organisation=act.organisation,
        initiative=initiative,
        membership=membership,
        defaults={"joined_at": act.at, "added_by": adder},
    )
    if new:
        joined = TeamJoined(
            initiative_id=initiative.pk, membership_id=membership.pk, unit_id=initiative.unit_id
        )
        events.record(act, joined, subject=initiative)
    elif place.added_by_id is None and adder is not None:
        place.added_by = adder
        place.save(update_fields=["added_by"])
    return place


def _brings_in(act: Act, initiative: Initiative, membership: Membership) -> bool:
    """Whether this is the A-team's own doing: also the undo of having left it."""
    if act.actor.has_role(Role.PROGRAMME_MANAGER):
        return True
    if act.actor.pk == membership.pk:
        return _undoes(initiative, membership)
    return TeamMember.objects.filter(
        initiative=initiative, membership=act.actor, added_by__isnull=False
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
            kind=TeamLeft.KIND,
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
    how = reading.told(left, TeamLeft)
    if left is None or how is None or not how.brought_in:
        return False
    told = how.words_seen is None or _words_seen(initiative) > how.words_seen
    return not told and timezone.now() - left.happened_at < UNDO


def _words_seen(initiative: Initiative) -> int:
    """The last words that came to an initiative, whenever they were said."""
    last = initiative.words_links.aggregate(last=Max("pk"))["last"]  # type: ignore[attr-defined]
    return int(last or 0)


@transaction.atomic
def team_leave(
    *,
    act: Act,
    initiative: Initiative,
    membership: Membership,
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
    require_for(act.actor, "team_leave", found)
    may_take_out = act.actor.has_role(Role.PROGRAMME_MANAGER) or place.added_by_id == act.actor.pk
    if membership.pk != act.actor.pk and not may_take_out:
        raise ValidationError(_("Only whoever added this colleague can take them out again."))
    if found.is_open and team.count() == 1:
        raise ValidationError(
            _("The A-team would be empty. Add a colleague first, or stop the initiative.")
        )
    place.delete()
    left = TeamLeft(
        initiative_id=found.pk,
        membership_id=membership.pk,
        unit_id=found.unit_id,
        brought_in=place.added_by_id is not None,
        words_seen=_words_seen(found),
    )
    events.record(act, left, subject=found)
