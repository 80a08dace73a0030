"""Claiming deliveries, marking them, settling them, and taking back what a crash left behind.

The order that keeps the promise: leased (many at once) → `sending`, one row, committed, before
the wire → outcome. After a crash a leased row goes back; a `sending` row is uncertain.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from backend.notifications import messages
from backend.notifications.models import Attempt, Delivery, Fanout, Priority
from backend.notifications.states import IN_HAND, WAITING, State

RETRY_BASE = timedelta(seconds=30)
RETRY_CAP = timedelta(hours=1)
MOST_ATTEMPTS = 8
COUNTERS = {
    State.ACCEPTED: "accepted",
    State.DELIVERED: "accepted",
    State.BOUNCED: "failed",
    State.DEAD: "failed",
    State.EXPIRED: "failed",
    State.SUPPRESSED: "failed",
    State.UNCERTAIN: "uncertain",
    State.CANCELLED: "cancelled",
}


@dataclass(frozen=True)
class Outcome:
    """What became of one try."""

    delivery_id: int
    state: State
    code: str = ""
    error: str = ""
    fanout_id: int | None = None
    attempts: int = 0


def claim(*, priority: Priority, limit: int) -> list[Delivery]:
    """Lease up to `limit` due deliveries, the same share for each organisation that has any."""
    token = uuid4()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """
            WITH due AS (
                SELECT DISTINCT organisation_id FROM notifications_delivery
                WHERE priority = %(priority)s AND state IN ('pending', 'retry')
                  AND not_before <= now()
            ), share AS (
                SELECT ceil(%(limit)s::numeric / greatest(1, (SELECT count(*) FROM due)))::int AS n
            ), picked AS (
                SELECT chosen.id FROM due, share, LATERAL (
                    SELECT id FROM notifications_delivery d
                    WHERE d.priority = %(priority)s AND d.state IN ('pending', 'retry')
                      AND d.not_before <= now()
                      AND d.organisation_id IS NOT DISTINCT FROM due.organisation_id
                    ORDER BY d.not_before, d.id LIMIT share.n FOR UPDATE SKIP LOCKED) chosen
                LIMIT %(limit)s
            )
            UPDATE notifications_delivery d
            SET state = 'leased', lease_token = %(token)s, lease_until = now() + make_interval(secs => %(seconds)s)
            FROM picked WHERE d.id = picked.id
            """,
            {
                "priority": int(priority),
                "limit": limit,
                "token": token,
                "seconds": lease().total_seconds(),
            },
        )
    return list(
        Delivery.objects.filter(lease_token=token, state=State.LEASED)
        .select_related(
            "organisation", "membership__person", "membership__organisation", "person", "fanout"
        )
        .order_by("message", "subject_id", "id")
    )


def lease() -> timedelta:
    """How long a claim holds before it counts as lost."""
    return timedelta(seconds=settings.DELIVERY_LEASE_SECONDS)


def mark_sending(*, delivery: Delivery, message_id: str) -> bool:
    """Commit that this one row goes over the wire now; False when the lease was lost meanwhile."""
    return bool(
        Delivery.objects.filter(
            pk=delivery.pk, state=State.LEASED, lease_token=delivery.lease_token
        ).update(
            state=State.SENDING,
            message_id=message_id,
            attempts=F("attempts") + 1,
            lease_until=timezone.now() + lease(),
        )
    )


@transaction.atomic
def settle(*, outcome: Outcome, token: UUID | None) -> bool:
    """Write the outcome of a try; False when the row was taken back meanwhile (it stays so)."""
    now = timezone.now()
    state = outcome.state
    fields: dict[str, object] = {"state": state, "lease_until": None, "lease_token": None}
    if state == State.RETRY:
        if outcome.attempts + 1 >= MOST_ATTEMPTS:
            fields["state"] = state = State.DEAD
        else:
            fields["not_before"] = now + retry_delay(outcome.attempts + 1)
    if state not in WAITING:
        fields |= {"settled_at": now, "secret": None}
    found = Delivery.objects.filter(
        pk=outcome.delivery_id, state__in=IN_HAND, lease_token=token
    ).update(last_code=outcome.code[:20], last_error=outcome.error[:300], **fields)
    if found:
        Attempt.objects.create(
            delivery_id=outcome.delivery_id,
            outcome=state,
            code=outcome.code[:20],
            error=outcome.error[:300],
        )
    return bool(found)


def retry_delay(attempts: int) -> timedelta:
    """Full jitter: anything from nothing to the doubled base, capped."""
    most = min(RETRY_CAP, RETRY_BASE * 2 ** (attempts - 1))
    return most * random.random()  # noqa: S311 - spreads load, hides nothing


def release(*, deliveries: Iterable[Delivery], not_before: datetime | None = None) -> None:
    """Give leased rows back, untried."""
    token = None
    pks = []
    for delivery in deliveries:
        token = delivery.lease_token
        pks.append(delivery.pk)
    fields: dict[str, object] = {"state": State.PENDING, "lease_token": None, "lease_until": None}
    if not_before:
        fields["not_before"] = not_before
    Delivery.objects.filter(pk__in=pks, state=State.LEASED, lease_token=token).update(**fields)


def count(states: Iterable[tuple[int | None, State]]) -> None:
    """Add a batch's outcomes to the counters of their announcements."""
    tallies: Counter[tuple[int, str]] = Counter(
        (fanout_id, COUNTERS[state])
        for fanout_id, state in states
        if fanout_id and state in COUNTERS
    )
    for (fanout_id, name), number in tallies.items():
        Fanout._base_manager.filter(pk=fanout_id).update(**{name: F(name) + number})


@transaction.atomic
def recover() -> int:
    """Take back rows whose lease ran out, and say how many.

    A leased row was not on the wire: it goes back. A `sending` row may have arrived: it becomes
    uncertain and stays so, but for kinds that are tried once more (reminders, sign-in).
    """
    now = timezone.now()
    lost = Delivery.objects.select_for_update(skip_locked=True).filter(lease_until__lt=now)
    leased = list(lost.filter(state=State.LEASED).values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=leased).update(
        state=State.PENDING, lease_token=None, lease_until=None
    )
    sending = list(lost.filter(state=State.SENDING))
    again = [d.pk for d in sending if _once_more(d)]
    left = [d.pk for d in sending if not _once_more(d)]
    Delivery.objects.filter(pk__in=again).update(
        state=State.RETRY, lease_token=None, lease_until=None, not_before=now
    )
    Delivery.objects.filter(pk__in=left).update(
        state=State.UNCERTAIN, lease_token=None, lease_until=None, settled_at=now, secret=None
    )
    Attempt.objects.bulk_create(
        Attempt(delivery_id=d.pk, outcome=State.UNCERTAIN, error="the sender ended")
        for d in sending
    )
    expired = Delivery.objects.filter(state__in=WAITING, expires_at__lt=now)
    for fanout_id in {*_fanouts(Delivery.objects.filter(pk__in=left)), *_fanouts(expired)}:
        transaction.on_commit(partial(recount, fanout_id=fanout_id))
    ended = expired.update(state=State.EXPIRED, settled_at=now, secret=None)
    return len(leased) + len(sending) + ended


def _once_more(delivery: Delivery) -> bool:
    return delivery.message in messages.once_more_kinds() and delivery.attempts < 2


def _fanouts(found: object) -> set[int]:
    return set(
        found.exclude(fanout=None).values_list("fanout_id", flat=True).distinct()  # type: ignore[attr-defined]
    )


@transaction.atomic
def recount(*, fanout_id: int) -> None:
    """Set the counters of one announcement by counting its rows: after a crash, not for each page."""
    Fanout._base_manager.select_for_update().get(pk=fanout_id)
    tallies = dict.fromkeys(COUNTERS.values(), 0)
    found = Delivery.objects.filter(fanout_id=fanout_id)
    for state, number in found.values_list("state").annotate(Count("id")):
        if state in COUNTERS:
            tallies[COUNTERS[State(state)]] += number
    Fanout._base_manager.filter(pk=fanout_id).update(queued=found.count(), **tallies)


def unfinished() -> list[int]:
    """Announcements of the last days whose counters do not yet say that all is known."""
    since = timezone.now() - timedelta(days=4)
    known = F("accepted") + F("failed") + F("uncertain") + F("cancelled")
    return list(
        Fanout._base_manager.filter(finished_at__gte=since)
        .filter(~Q(queued=known))
        .values_list("pk", flat=True)
    )


def due(*, priority: Priority) -> bool:
    """Whether anything waits to be sent now."""
    return Delivery.objects.filter(
        priority=priority, state__in=WAITING, not_before__lte=timezone.now()
    ).exists()
