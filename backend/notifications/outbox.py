"""Claiming deliveries, marking them, writing what became of them.

The order that keeps the promise: leased (many at once) → `sending`, one row, committed, before
the wire → outcome. After a crash a leased row goes back; a `sending` row is uncertain.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone

from backend.notifications.models import Delivery, Fanout, Fault, Priority
from backend.notifications.states import COUNTERS, UNTRIED, WAITING, State

RETRY_BASE = timedelta(seconds=30)
RETRY_CAP = timedelta(hours=1)
# How often a message is made anew that could not be made, before it ends as dead.
MOST_MAKINGS = 5


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
    fault: str = ""
    held_for: str = ""
    # The service refused: as if it had not been tried.
    untried: bool = False


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
        AND NOT EXISTS (SELECT 1 FROM notifications_pause p WHERE p.organisation_id = o.id)
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
        %(codes)s::text[], %(errors)s::text[], %(moments)s::timestamptz[], %(attempts)s::int[],
        %(faults)s::text[], %(holds)s::text[], %(untried_rows)s::bool[])
        AS o(id, token, state, code, error, not_before, attempts, fault, held_for, untried)
), ended AS (
    UPDATE notifications_delivery d SET state = o.state, last_code = o.code, last_error = o.error,
        attempts = greatest(d.attempts, o.attempts) - o.untried::int,
        fault = o.fault, held_for = o.held_for,
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
        AND NOT EXISTS (SELECT 1 FROM notifications_fanout f WHERE f.id = d.fanout_id
                        AND (f.called_back_at IS NOT NULL OR f.refused ? %(language)s))
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
        .order_by("message", "subject_id", "not_before", "id")
    )


def mark_sending(
    *, delivery: Delivery, message_id: str, language: str = "", outcomes: Sequence[Outcome] = ()
) -> tuple[bool, list[int]]:
    """Commit that this one row goes over the wire now, and what became of those before it.

    False when its lease was lost, its announcement called back, or what it says in this language
    refused; then the ids that were settled.
    """
    return _advance(outcomes, delivery, message_id, language)


def settle(*, outcomes: Sequence[Outcome]) -> list[int]:
    """Write what became of these rows; the ids of those whose lease still held."""
    return _advance(outcomes, None, "", "")[1] if outcomes else []


def _advance(
    outcomes: Sequence[Outcome], upcoming: Delivery | None, message_id: str, language: str
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
                "faults": [o.fault for o in outcomes],
                "holds": [o.held_for for o in outcomes],
                "untried_rows": [o.untried for o in outcomes],
                "language": language,
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


def again(delivery: Delivery, *, code: str = "", error: str = "", fault: str = "") -> Outcome:
    """The outcome of a try that may be repeated until the row expires: later, with full jitter."""
    tries = delivery.attempts + 1
    return Outcome(
        delivery.pk,
        delivery.lease_token,
        State.RETRY,
        code,
        error,
        delivery.fanout_id,
        timezone.now() + retry_delay(tries),
        tries,
        fault,
    )


def unmade(delivery: Delivery, *, error: str) -> Outcome:
    """The outcome of a message that could not be made: a few times more, then it is dead."""
    found = again(delivery, error=error, fault=Fault.MAKING)
    if found.attempts < MOST_MAKINGS:
        return found
    return replace(found, state=State.DEAD, not_before=None)


def held(
    delivery: Delivery,
    *,
    domain: str,
    until: datetime | None,
    untried: bool,
    code: str = "",
    error: str = "",
) -> Outcome:
    """The outcome of a row that waits because of the service; `untried`: this try isn't counted."""
    return Outcome(
        delivery.pk,
        delivery.lease_token,
        State.PENDING,
        code,
        error,
        not_before=until,
        attempts=delivery.attempts,
        fault=Fault.SERVICE,
        held_for=domain,
        untried=untried,
    )


def retry_delay(attempts: int) -> timedelta:
    """Full jitter: anything from nothing to the doubled base, capped."""
    most = min(RETRY_CAP, RETRY_BASE * 2 ** min(attempts - 1, 20))
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


def reopen(rows: QuerySet[Delivery], *, keeps: timedelta) -> int:
    """Try these again from the beginning, whatever became of them; how many there were.

    One statement: of two who ask it at once, the second one finds nothing left.
    """
    now = timezone.now()
    fanouts = list(rows.exclude(fanout=None).values_list("fanout", flat=True).distinct())
    for fanout in Fanout._base_manager.select_for_update().filter(pk__in=sorted(fanouts)):
        counted = Counter(rows.filter(fanout=fanout).values_list("state", flat=True))
        for state, number in counted.items():
            counter = COUNTERS.get(State(state))
            if counter:
                setattr(fanout, counter, max(0, getattr(fanout, counter) - number))
        fanout.refused = {}
        fanout.save(update_fields=[*set(COUNTERS.values()), "refused"])
    return rows.update(
        state=State.PENDING, attempts=0, not_before=now, expires_at=now + keeps, settled_at=None,
        last_code="", last_error="", fault="", held_for="", cancelled_by=None,
    )  # fmt: skip


def reopen_alike(ids: Sequence[int]) -> int:
    """Open rows again that an unknown reply ended, now that it turned out to be the service's."""
    rows = Delivery.objects.filter(pk__in=ids, state=State.BOUNCED)
    fanouts = Counter(rows.exclude(fanout=None).values_list("fanout_id", flat=True))
    opened = rows.update(
        state=State.PENDING,
        attempts=Greatest(F("attempts") - 1, 0),
        settled_at=None,
        fault=Fault.SERVICE,
        not_before=timezone.now(),
    )
    for fanout_id, number in sorted(fanouts.items()):
        Fanout._base_manager.filter(pk=fanout_id).update(failed=Greatest(F("failed") - number, 0))
    return opened


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
