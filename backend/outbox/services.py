"""Owing somebody a message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from backend.events import services as events
from backend.organisations.models import Membership, Person
from backend.outbox import crypto
from backend.outbox.models import Delivery, Priority


@transaction.atomic
def delivery_owe(
    *,
    message: str,
    membership: Membership | None = None,
    person: Person | None = None,
    subject_id: int | None = None,
    payload: dict[str, Any] | None = None,
    secret: Any = None,
    dedupe_key: str = "",
    priority: Priority = Priority.TRANSACTIONAL,
    not_before: datetime | None = None,
    time_to_live: timedelta,
    repeatable: bool = False,
) -> Delivery:
    """Write down that somebody must get a message; the same `dedupe_key` twice is once.

    `secret` is encrypted, and erased once sent. Nothing is sent here: the worker delivers.
    """
    now = timezone.now()
    delivery, fresh = Delivery.objects.get_or_create(
        dedupe_key=dedupe_key or f"{message}:{uuid4()}",
        defaults={
            "organisation_id": membership.organisation_id if membership else None,
            "membership": membership,
            "person": person,
            "message": message,
            "subject_id": subject_id,
            "payload": payload or {},
            "secret": crypto.encrypt(secret) if secret is not None else None,
            "priority": priority,
            "created_at": now,
            "not_before": not_before or now,
            "expires_at": now + time_to_live,
            "time_to_live": time_to_live,
            "repeatable": repeatable,
        },
    )
    if fresh:
        events.wake()
    return delivery


def deliveries_owe(deliveries: Sequence[Delivery]) -> dict[int, Delivery]:
    """Write many at once, each to another member: membership id → delivery."""
    written = Delivery.objects.bulk_create(deliveries)
    if written:
        events.wake()
    return {one.membership_id: one for one in written if one.membership_id is not None}
