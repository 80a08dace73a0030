"""The state of a way out, shared by all processes: paused after failures, and its token bucket."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from backend.notifications.models import Priority, Transport

LONGEST_PAUSE_SECONDS = 300.0
# This part of the bucket is kept for sign-in and other mail that somebody waits for.
RESERVE = 1 / 3


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
        pause = min(LONGEST_PAUSE_SECONDS, settings.TRANSPORT_PAUSE_SECONDS * 2 ** min(over, 12))
        row.paused_until = timezone.now() + timedelta(seconds=pause)
    row.save(update_fields=["failures", "last_error", "paused_until"])


def works(name: str) -> None:
    """It worked: failures are forgotten."""
    Transport.objects.filter(name=name).exclude(failures=0).update(
        failures=0, paused_until=None, last_error=""
    )


def capacity(per_minute: int) -> int:
    """How many may leave at once; small, so that no minute ever sees more than `per_minute`."""
    return max(1, per_minute // 6)


def rate(per_minute: int) -> float:
    """How many tokens come a second: what is left of the minute beside a full bucket."""
    return max(per_minute - capacity(per_minute), per_minute / 2) / 60


@transaction.atomic
def take(name: str, wanted: int, priority: Priority) -> int:
    """How many messages may go now, at most `wanted`. Bulk leaves a reserve for who waits."""
    per_minute = settings.MAIL_PER_MINUTE
    if not per_minute:
        return wanted
    now = timezone.now()
    row, fresh = Transport.objects.select_for_update().get_or_create(name=name)
    most = capacity(per_minute)
    since = max(0.0, (now - row.refilled_at).total_seconds())
    full = float(most) if fresh else min(most, row.tokens + since * rate(per_minute))
    reserve = 0 if priority == Priority.TRANSACTIONAL or most == 1 else max(1, int(most * RESERVE))
    given = max(0, min(wanted, int(full) - reserve))
    row.tokens = full - given
    row.refilled_at = now
    row.save(update_fields=["tokens", "refilled_at"])
    return given


def give_back(name: str, number: int) -> None:
    """Return what was taken and not used."""
    if number and settings.MAIL_PER_MINUTE:
        Transport.objects.filter(name=name).update(tokens=F("tokens") + number)
