"""Claiming what is due: a lease on many rows at once, the same share for each organisation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.utils import timezone

from backend.outbox.models import Delivery, Priority
from backend.outbox.states import WAITING, State

# Which organisations have anything due is found by leaping through the index, one row each: a
# hundred thousand rows of one of them cost nothing. Their order changes by chance, so that none
# waits for ever when a claim is smaller than their number.
_DUE = "d.priority = %(priority)s AND d.state IN ('pending', 'retry')"
_CLAIM = f"""
WITH RECURSIVE organisation AS (
    (SELECT d.organisation_id AS id FROM outbox_delivery d
     WHERE {_DUE} AND d.organisation_id IS NOT NULL ORDER BY d.organisation_id LIMIT 1)
    UNION ALL
    SELECT (SELECT d.organisation_id FROM outbox_delivery d
            WHERE {_DUE} AND d.organisation_id > o.id ORDER BY d.organisation_id LIMIT 1)
    FROM organisation o WHERE o.id IS NOT NULL
), active AS (
    SELECT o.id FROM organisation o WHERE o.id IS NOT NULL AND EXISTS (
        SELECT 1 FROM outbox_delivery d
        WHERE {_DUE} AND d.organisation_id = o.id AND d.not_before <= statement_timestamp())
        AND NOT EXISTS (SELECT 1 FROM outbox_pause p WHERE p.organisation_id = o.id)
    ORDER BY random()
), share AS (
    SELECT ceil(%(limit)s::numeric / greatest(1, (SELECT count(*) FROM active)
        + (SELECT count(*) FROM (SELECT 1 FROM outbox_delivery d
           WHERE {_DUE} AND d.organisation_id IS NULL AND d.not_before <= statement_timestamp() LIMIT 1) nobody)
        ))::int AS n
), of_nobody AS (
    SELECT d.id FROM outbox_delivery d
    WHERE {_DUE} AND d.organisation_id IS NULL AND d.not_before <= statement_timestamp()
    ORDER BY d.not_before, d.id LIMIT (SELECT n FROM share) FOR UPDATE SKIP LOCKED
), of_organisations AS (
    SELECT chosen.id FROM active, share, LATERAL (
        SELECT d.id FROM outbox_delivery d
        WHERE {_DUE} AND d.organisation_id = active.id AND d.not_before <= statement_timestamp()
        ORDER BY d.not_before, d.id LIMIT share.n FOR UPDATE SKIP LOCKED) chosen
    LIMIT %(limit)s
), picked AS (
    SELECT id FROM of_nobody UNION ALL SELECT id FROM of_organisations LIMIT %(limit)s
)
UPDATE outbox_delivery d SET state = 'leased', lease_token = %(token)s,
    lease_until = statement_timestamp() + make_interval(secs => %(seconds)s)
FROM picked WHERE d.id = picked.id
"""  # noqa: S608 - joined from its own parts only


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


def release(*, deliveries: Sequence[Delivery], not_before: datetime | None = None) -> None:
    """Give leased rows back, untried."""
    fields: dict[str, object] = {"state": State.PENDING, "lease_token": None, "lease_until": None}
    if not_before:
        fields["not_before"] = not_before
    for token in {delivery.lease_token for delivery in deliveries}:
        Delivery.objects.filter(
            pk__in=[d.pk for d in deliveries], state=State.LEASED, lease_token=token
        ).update(**fields)


def due(*, priority: Priority) -> bool:
    """Whether anything waits to be sent now."""
    return Delivery.objects.filter(
        priority=priority, state__in=WAITING, not_before__lte=timezone.now()
    ).exists()
