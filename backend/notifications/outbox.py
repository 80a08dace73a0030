"""Claiming deliveries, marking them, writing what became of them.

The order that keeps the promise: leased (many at once) → `sending`, one row, committed, before
the wire → outcome. After a crash a leased row goes back; a `sending` row is uncertain.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.utils import timezone

from backend.notifications.models import Delivery, Fanout, Priority
from backend.notifications.states import COUNTERS, UNTRIED, WAITING, State

RETRY_BASE = timedelta(seconds=30)
RETRY_CAP = timedelta(hours=1)
MOST_ATTEMPTS = 12


@dataclass(frozen=True)
class Outcome:
    """What became of one claimed delivery, under the lease that it was claimed with."""

    delivery_id: int
    token: UUID | None
    state: State
    code: str = ""
    error: str = ""
    fanout_id: int | None = None
    not_before: datetime | None = None
    attempts: int = 0


# Which organisations have anything due is found by leaping through the index, one row each: a
# hundred thousand rows of one of them cost nothing. Their order changes by chance, so that none
# waits for ever when a claim is smaller than their number.
_DUE = "d.priority = %(priority)s AND d.state IN ('pending', 'retry')"
_CLAIM = f"""
WITH RECURSIVE organisation AS (
    (SELECT d.organisation_id AS id FROM notifications_delivery d
     WHERE {_DUE} AND d.organisation_id IS NOT NULL ORDER BY d.organisation_id LIMIT 1)
    UNION ALL
    SELECT (SELECT d.organisation_id FROM notifications_delivery d
            WHERE {_DUE} AND d.organisation_id > o.id ORDER BY d.organisation_id LIMIT 1)
    FROM organisation o WHERE o.id IS NOT NULL
), active AS (
    SELECT o.id FROM organisation o WHERE o.id IS NOT NULL AND EXISTS (
        SELECT 1 FROM notifications_delivery d
        WHERE {_DUE} AND d.organisation_id = o.id AND d.not_before <= statement_timestamp())
    ORDER BY random()
), share AS (
    SELECT ceil(%(limit)s::numeric / greatest(1, (SELECT count(*) FROM active)
        + (SELECT count(*) FROM (SELECT 1 FROM notifications_delivery d
           WHERE {_DUE} AND d.organisation_id IS NULL AND d.not_before <= statement_timestamp() LIMIT 1) nobody)
        ))::int AS n
), of_nobody AS (
    SELECT d.id FROM notifications_delivery d
    WHERE {_DUE} AND d.organisation_id IS NULL AND d.not_before <= statement_timestamp()
    ORDER BY d.not_before, d.id LIMIT (SELECT n FROM share) FOR UPDATE SKIP LOCKED
), of_organisations AS (
    SELECT chosen.id FROM active, share, LATERAL (
        SELECT d.id FROM notifications_delivery d
        WHERE {_DUE} AND d.organisation_id = active.id AND d.not_before <= statement_timestamp()
        ORDER BY d.not_before, d.id LIMIT share.n FOR UPDATE SKIP LOCKED) chosen
    LIMIT %(limit)s
), picked AS (
    SELECT id FROM of_nobody UNION ALL SELECT id FROM of_organisations LIMIT %(limit)s
)
UPDATE notifications_delivery d SET state = 'leased', lease_token = %(token)s,
    lease_until = statement_timestamp() + make_interval(secs => %(seconds)s)
FROM picked WHERE d.id = picked.id
"""  # noqa: S608 - joined from its own parts only

# One statement, so one commit for each message: what the last ones became, and the mark of the
# next. A lease that was lost meanwhile changes nothing; an announcement that was called back is
# not marked.
_ADVANCE = """
WITH outcome AS (
    SELECT * FROM unnest(%(ids)s::bigint[], %(tokens)s::uuid[], %(states)s::text[],
        %(codes)s::text[], %(errors)s::text[], %(moments)s::timestamptz[], %(attempts)s::int[])
        AS o(id, token, state, code, error, not_before, attempts)
), ended AS (
    UPDATE notifications_delivery d SET state = o.state, last_code = o.code, last_error = o.error,
        attempts = greatest(d.attempts, o.attempts),
        not_before = coalesce(o.not_before, d.not_before), lease_until = NULL, lease_token = NULL,
        settled_at = CASE WHEN o.state = ANY(%(waiting)s) THEN NULL ELSE clock_timestamp() END,
        secret = CASE WHEN o.state = ANY(%(waiting)s) THEN d.secret END
    FROM outcome o
    WHERE d.id = o.id AND d.lease_token = o.token AND d.state IN ('leased', 'sending')
    RETURNING d.id, d.state, d.last_code, d.last_error
), tried AS (
    INSERT INTO notifications_attempt (delivery_id, tried_at, outcome, code, error)
    SELECT e.id, clock_timestamp(), e.state, e.last_code, e.last_error FROM ended e
    WHERE e.state <> ALL(%(untried)s)
), marked AS (
    UPDATE notifications_delivery d SET state = 'sending', attempts = d.attempts + 1,
        message_id = %(message_id)s, lease_until = statement_timestamp() + make_interval(secs => %(seconds)s)
    WHERE d.id = %(next_id)s AND d.lease_token = %(next_token)s AND d.state = 'leased'
        AND NOT EXISTS (SELECT 1 FROM notifications_fanout f
                        WHERE f.id = d.fanout_id AND f.called_back_at IS NOT NULL)
    RETURNING d.id
)
SELECT (SELECT count(*) FROM marked), (SELECT coalesce(array_agg(id), '{}') FROM ended)
"""


def lease_seconds() -> float:
    """How long a claim holds before it counts as lost."""
    return float(settings.DELIVERY_LEASE_SECONDS)


def claim(*, priority: Priority, limit: int) -> list[Delivery]:
    """Lease up to `limit` due deliveries, the same share for each organisation that has any."""
    token = uuid4()
    with connection.cursor() as cursor:
        cursor.execute(
            _CLAIM,
            {
                "priority": int(priority),
                "limit": limit,
                "token": token,
                "seconds": lease_seconds(),
            },
        )
        if not cursor.rowcount:
            return []
    return list(
        Delivery.objects.filter(lease_token=token, state=State.LEASED)
        .select_related(
            "organisation", "membership__person", "membership__organisation", "person", "fanout"
        )
        .order_by("message", "subject_id", "id")
    )


def mark_sending(
    *, delivery: Delivery, message_id: str, outcomes: Sequence[Outcome] = ()
) -> tuple[bool, list[int]]:
    """Commit that this one row goes over the wire now, and what became of those before it.

    False when its lease was lost or its announcement called back; then the ids that were settled.
    """
    return _advance(outcomes, delivery, message_id)


def settle(*, outcomes: Sequence[Outcome]) -> list[int]:
    """Write what became of these rows; the ids of those whose lease still held."""
    return _advance(outcomes, None, "")[1] if outcomes else []


def _advance(
    outcomes: Sequence[Outcome], upcoming: Delivery | None, message_id: str
) -> tuple[bool, list[int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            _ADVANCE,
            {
                "ids": [o.delivery_id for o in outcomes],
                "tokens": [o.token for o in outcomes],
                "states": [o.state.value for o in outcomes],
                "codes": [o.code[:20] for o in outcomes],
                "errors": [o.error[:300] for o in outcomes],
                "moments": [o.not_before for o in outcomes],
                "attempts": [o.attempts for o in outcomes],
                "waiting": sorted(WAITING),
                "untried": sorted(UNTRIED | {State.PENDING}),
                "message_id": message_id,
                "seconds": lease_seconds(),
                "next_id": upcoming.pk if upcoming else None,
                "next_token": upcoming.lease_token if upcoming else None,
            },
        )
        marked, ended = cursor.fetchone()
    return bool(marked), list(ended)


def again(delivery: Delivery, *, code: str = "", error: str = "") -> Outcome:
    """The outcome of a try that may be repeated: later, with full jitter, or no more."""
    tries = delivery.attempts + 1
    dead = tries >= MOST_ATTEMPTS
    return Outcome(
        delivery.pk,
        delivery.lease_token,
        State.DEAD if dead else State.RETRY,
        code,
        error,
        delivery.fanout_id,
        None if dead else timezone.now() + retry_delay(tries),
        tries,
    )


def retry_delay(attempts: int) -> timedelta:
    """Full jitter: anything from nothing to the doubled base, capped."""
    most = min(RETRY_CAP, RETRY_BASE * 2 ** (attempts - 1))
    return most * random.random()  # noqa: S311 - spreads load, hides nothing


def release(*, deliveries: Sequence[Delivery], not_before: datetime | None = None) -> None:
    """Give leased rows back, untried."""
    fields: dict[str, object] = {"state": State.PENDING, "lease_token": None, "lease_until": None}
    if not_before:
        fields["not_before"] = not_before
    for token in {delivery.lease_token for delivery in deliveries}:
        Delivery.objects.filter(
            pk__in=[d.pk for d in deliveries], state=State.LEASED, lease_token=token
        ).update(**fields)


def count(outcomes: Iterable[Outcome]) -> None:
    """Add outcomes to the counters of their announcements."""
    tallies = Counter(
        (outcome.fanout_id, COUNTERS[outcome.state])
        for outcome in outcomes
        if outcome.fanout_id and outcome.state in COUNTERS
    )
    for (fanout_id, name), number in sorted(tallies.items()):
        Fanout._base_manager.filter(pk=fanout_id).update(**{name: F(name) + number})


def due(*, priority: Priority) -> bool:
    """Whether anything waits to be sent now."""
    return Delivery.objects.filter(
        priority=priority, state__in=WAITING, not_before__lte=timezone.now()
    ).exists()
