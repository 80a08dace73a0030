"""Reading the log: a subject's history, and the window that a reader may take in for good."""

from __future__ import annotations

from django.db import connection, models
from django.db.models import QuerySet

from backend.events.models import Event


def history(*, subject: models.Model) -> QuerySet[Event]:
    """What happened to one row, newest first, with its changes."""
    return (
        Event.objects.filter(subject_type=subject._meta.model_name, subject_id=subject.pk)
        .select_related("actor__person")
        .prefetch_related("changes")
        .order_by("-happened_at", "-id")
    )


def horizon() -> int:
    """The first transaction that may still be running; every one below it is over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])
