"""Writing down what happened, in the transaction in which it happens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection, models
from django.utils import timezone

from backend.events.kinds import Kind
from backend.events.models import Change, Event

WAKE_CHANNEL = "stapsteen_events"


def record(
    *,
    kind: Kind,
    organisation: Any,
    actor: Any,
    subject: models.Model,
    payload: Mapping[str, Any] | None = None,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    at: datetime | None = None,
    silent: bool = False,
) -> Event:
    """Append one event, with the fields that changed, and wake the dispatcher at commit.

    `payload` holds ids, enums, dates (ISO) and numbers only; text goes in `changes`.
    Raises `RuntimeError` outside a transaction: an event must stand or fall with its change.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An event is recorded inside the transaction of its change.")
    event = Event.objects.create(
        organisation=organisation,
        kind=kind,
        actor=actor,
        subject_type=subject._meta.model_name or "",
        subject_id=subject.pk,
        payload=dict(payload or {}),
        silent=silent,
        happened_at=at or timezone.now(),
    )
    if changes:
        Change.objects.bulk_create(
            Change(
                organisation=organisation,
                event=event,
                field=field,
                before=_as_text(before),
                after=_as_text(after),
            )
            for field, (before, after) in changes.items()
        )
    if not silent:
        wake()
    return event


def wake() -> None:
    """Tell the dispatcher at commit that there is work; PostgreSQL delivers it or nobody does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [WAKE_CHANNEL])


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
