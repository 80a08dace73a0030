"""The state of a way out, shared by all processes: paused after failures, and its token bucket."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from backend.notifications.models import Transport

LONGEST_PAUSE_SECONDS = 300.0


def paused(name: str) -> bool:
    """Whether this way out rests now."""
    return Transport.objects.filter(name=name, paused_until__gt=timezone.now()).exists()


@transaction.atomic
def failed(name: str, error: str) -> None:
    """Count a failure of the way out as a whole; after some in a row it rests, longer each time."""
    row, _fresh = Transport.objects.select_for_update().get_or_create(name=name)
    row.failures += 1
    row.last_error = error[:300]
    over = row.failures - settings.TRANSPORT_FAILURES
    if over >= 0:
        pause = min(LONGEST_PAUSE_SECONDS, settings.TRANSPORT_PAUSE_SECONDS * 2**over)
        row.paused_until = timezone.now() + timedelta(seconds=pause)
    row.save()


def works(name: str) -> None:
    """It worked: failures are forgotten."""
    Transport.objects.filter(name=name).exclude(failures=0).update(
        failures=0, paused_until=None, last_error=""
    )


@transaction.atomic
def take(name: str, wanted: int) -> int:
    """How many messages may go now, at most `wanted`: a token bucket that holds one minute's worth."""
    per_minute = settings.MAIL_PER_MINUTE
    if not per_minute:
        return wanted
    now = timezone.now()
    row, fresh = Transport.objects.select_for_update().get_or_create(name=name)
    since = (now - row.refilled_at).total_seconds()
    full = per_minute if fresh else min(per_minute, row.tokens + since * per_minute / 60)
    given = min(wanted, int(full))
    row.tokens = full - given
    row.refilled_at = now
    row.save()
    return given
