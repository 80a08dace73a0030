"""Sending a success on its way, and calling it back in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from backend.events import services as events
from backend.events.acts import Act
from backend.initiatives.permissions import require_for
from backend.organisations.models import Unit
from backend.outbox import fanout
from backend.outbox.models import Fanout
from backend.successes import selectors
from backend.successes.events import AnnouncementCalledBack, AnnouncementRequested
from backend.successes.models import Announcement, AnnouncementUnit, Audience, Success


@transaction.atomic
def announcement_request(
    *,
    act: Act,
    success: Success,
    audience: str,
    units: Sequence[Unit] = (),
) -> Announcement:
    """Announce a told success to an audience, from a minute after now (until then
    it can be called back).

    A chosen unit brings the units below it. Raises `ValidationError` (field `audience` or `units`) for a success that is not told, an
    audience that does not exist, or no unit to go to; `Refused` for who is not of its A-team.
    """
    require_for(act.actor, "announcement_request", success.initiative)
    unit_ids = _unit_ids(act, audience, units)
    return _request(act, success, unit_ids, audience=audience)


def _request(
    act: Act,
    success: Success,
    unit_ids: Sequence[int],
    *,
    audience: str,
) -> Announcement:
    # Held, so that it is not taken back while it is being sent on its way.
    held: Success = Success.objects.select_for_update(of=("self",)).get(pk=success.pk)
    if held.told_at is None:
        raise ValidationError(_("Tell the story first, then announce it."))
    announcement = Announcement.objects.create(
        organisation_id=held.organisation_id,
        success=held,
        audience=audience,
        requested_by=act.actor,
        requested_at=act.at,
        sends_at=act.at + timedelta(seconds=settings.ANNOUNCEMENT_SECONDS),
        # Of history that is brought in nobody is mailed: it was over before it came here.
        begun_at=act.at if act.silent else None,
    )
    AnnouncementUnit.objects.bulk_create(
        AnnouncementUnit(
            organisation_id=held.organisation_id, announcement=announcement, unit_id=unit_id
        )
        for unit_id in unit_ids
    )
    requested = AnnouncementRequested(
        success_id=held.pk,
        audience=Audience(audience),
        unit_ids=tuple(unit_ids),
        sends_at=announcement.sends_at,
    )
    events.record(act, requested, subject=announcement)
    return announcement


def _unit_ids(act: Act, audience: str, units: Sequence[Unit]) -> list[int]:
    if audience not in Audience.values:
        raise ValidationError({"audience": _("Choose who should hear about it.")})
    if audience == Audience.ORGANISATION:
        return []
    if audience == Audience.OWN_UNIT:
        if act.actor.unit_id is None:
            raise ValidationError({"audience": _("You are in no team yet. Choose teams.")})
        chosen = [act.actor.unit_id]
    else:
        chosen = [unit.pk for unit in units]
    if not chosen:
        raise ValidationError({"units": _("Choose at least one team.")})
    return selectors.units_with_below(organisation=act.organisation, unit_ids=chosen)


@transaction.atomic
def announcement_call_back(*, act: Act, announcement: Announcement) -> Announcement:
    """Stop an announcement before its first message is written. Twice is once.

    Raises `ValidationError` once that began, whatever the clock says, `Refused` for who is not of the
    A-team.
    """
    require_for(act.actor, "announcement_call_back", announcement.success.initiative)
    return call_back(act=act, announcement=announcement)


@transaction.atomic
def call_back(*, act: Act, announcement: Announcement) -> Announcement:
    """The same where it follows from something else, of which was asked who may."""
    found: Announcement = Announcement.objects.select_for_update(of=("self",)).get(
        pk=announcement.pk
    )
    if found.called_back_at is not None:
        return found
    # Asked of what was written, not of the clock: the fan-out holds this row while it begins.
    if found.begun_at is not None:
        raise ValidationError(_("Too late: the first messages are on their way."))
    found.called_back_at = act.at
    found.save(update_fields=["called_back_at"])
    back = AnnouncementCalledBack(success_id=found.success_id, announcement_id=found.pk)
    events.record(act, back, subject=found)
    return found


@transaction.atomic
def announcement_stop(*, act: Act, announcement: Announcement) -> None:
    """Let an announcement go no further: called back where it still waits; of one that has begun,
    what was not mailed yet is not mailed."""
    # Held, so that it does not begin between the question and what is done about it.
    found = Announcement.objects.select_for_update(of=("self",)).get(pk=announcement.pk)
    if found.begun_at is None:
        call_back(act=act, announcement=found)
        return
    for one in Fanout.objects.filter(
        event__subject_type="announcement", event__subject_id=found.pk
    ):
        fanout.fanout_call_back(event_id=one.event_id)
