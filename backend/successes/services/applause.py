"""Clapping for a success, and taking it back."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.events import services as events
from backend.events.kinds import Kind
from backend.organisations.models import Membership
from backend.successes.models import Applause, Success


@transaction.atomic
def applaud(
    *, actor: Membership, success: Success, silent: bool = False, at: datetime | None = None
) -> Success:
    """Clap for a success; clapping twice is clapping once.

    Raises `ValidationError` for a success that is not told.
    """
    if success.told_at is None:
        raise ValidationError(_("This success was not told yet."))
    _place, new = Applause.objects.get_or_create(
        organisation_id=success.organisation_id,
        success=success,
        membership=actor,
        defaults={"given_at": at or timezone.now()},
    )
    if new:
        _count(success, 1)
        _record(Kind.APPLAUSE_GIVEN, actor, success, silent, at)
    return success


@transaction.atomic
def applause_withdraw(
    *, actor: Membership, success: Success, silent: bool = False, at: datetime | None = None
) -> Success:
    """Undo of `applaud`; who had not clapped changes nothing."""
    gone, _models = Applause.objects.filter(success=success, membership=actor).delete()
    if gone:
        _count(success, -1)
        _record(Kind.APPLAUSE_WITHDRAWN, actor, success, silent, at)
    return success


def _count(success: Success, by: int) -> None:
    """Counted in the database, so that two colleagues at once are two."""
    Success.objects.filter(pk=success.pk).update(applause_count=F("applause_count") + by)
    success.refresh_from_db(fields=["applause_count"])


def _record(
    kind: Kind, actor: Membership, success: Success, silent: bool, at: datetime | None
) -> None:
    events.record(
        kind=kind,
        organisation=success.organisation,
        actor=actor,
        subject=success,
        payload={"success_id": success.pk},
        silent=silent,
        at=at,
    )
