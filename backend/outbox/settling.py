"""Marking the row that goes over the wire next, and writing what became of those before it.

The order that keeps the promise: leased (many at once) → `sending`, one row, committed, before
the wire → outcome. After a crash a leased row goes back; a `sending` row is uncertain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import F

from backend.outbox.claims import lease_seconds
from backend.outbox.models import Delivery, Fanout
from backend.outbox.outcomes import Outcome
from backend.outbox.states import COUNTERS, UNTRIED, WAITING, State

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
    UPDATE outbox_delivery d SET state = o.state, last_code = o.code, last_error = o.error,
        attempts = greatest(d.attempts, o.attempts) - o.untried::int,
        fault = o.fault, held_for = o.held_for,
        not_before = coalesce(o.not_before, d.not_before), lease_until = NULL, lease_token = NULL,
        settled_at = CASE WHEN o.state = ANY(%(waiting)s) THEN NULL ELSE clock_timestamp() END,
        secret = CASE WHEN o.state = ANY(%(waiting)s) THEN d.secret END
    FROM outcome o
    WHERE d.id = o.id AND d.lease_token = o.token AND d.state IN ('leased', 'sending')
    RETURNING d.id, d.state, d.last_code, d.last_error
), tried AS (
    INSERT INTO outbox_attempt (delivery_id, tried_at, outcome, code, error)
    SELECT e.id, clock_timestamp(), e.state, e.last_code, e.last_error FROM ended e
    WHERE e.state <> ALL(%(untried)s)
), marked AS (
    UPDATE outbox_delivery d SET state = 'sending', attempts = d.attempts + 1,
        message_id = %(message_id)s, lease_until = statement_timestamp() + make_interval(secs => %(seconds)s)
    WHERE d.id = %(next_id)s AND d.lease_token = %(next_token)s AND d.state = 'leased'
        AND NOT EXISTS (SELECT 1 FROM outbox_fanout f WHERE f.id = d.fanout_id
                        AND (f.called_back_at IS NOT NULL OR f.refused ? %(language)s))
    RETURNING d.id
)
SELECT (SELECT count(*) FROM marked), (SELECT coalesce(array_agg(id), '{}') FROM ended)
"""


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


def count(outcomes: Iterable[Outcome]) -> None:
    """Add outcomes to the counters of their announcements."""
    tallies = Counter(
        (outcome.fanout_id, COUNTERS[outcome.state])
        for outcome in outcomes
        if outcome.fanout_id and outcome.state in COUNTERS
    )
    for (fanout_id, name), number in sorted(tallies.items()):
        Fanout._base_manager.filter(pk=fanout_id).update(**{name: F(name) + number})
