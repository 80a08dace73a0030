"""Telling the subscribers what happened: each event once, after its transaction is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django_scopes import scope

from backend.events import selectors, subscribers
from backend.events.kinds import Kind
from backend.events.models import Event
from backend.notifications.faults import named
from backend.notifications.models import DispatchCursor, FailedDispatch

log = structlog.get_logger()
PAGE = 500
_LOCK = 7_310_001


@dataclass(frozen=True)
class Taken:
    """What one look took in: the organisations in which something happened, and if more waits."""

    organisation_ids: frozenset[int] = frozenset()
    more: bool = False


@transaction.atomic
def events_dispatch() -> Taken:
    """Take in the next page of events.

    Two dispatchers do no harm: the second finds the lock taken, and the subscribers are
    repeatable. Only what lies below the horizon is taken in, so that no slow transaction is missed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return Taken()
    place, _fresh = DispatchCursor.objects.get_or_create(name="events")
    found = list(
        Event._base_manager.extra(
            where=["(events_event.transaction, events_event.id) > (%s, %s)"],
            params=[place.transaction, place.event_id],
        )
        .filter(transaction__lt=selectors.horizon())
        .select_related("organisation", "actor")
        .order_by("transaction", "id")[:PAGE]
    )
    for event in found:
        if not event.silent:
            _tell(event)
    if found:
        place.transaction, place.event_id = found[-1].transaction, found[-1].pk
        place.save()
    return Taken(frozenset(event.organisation_id for event in found), len(found) == PAGE)


@transaction.atomic
def failed_retry() -> None:
    """Try events again whose subscriber failed before."""
    due = FailedDispatch.objects.select_for_update(of=("self",), skip_locked=True).filter(
        try_after__lte=timezone.now()
    )
    for failed in due.select_related("event__organisation", "event__actor")[:PAGE]:
        if _told(failed.event) is None:
            failed.delete()
        else:
            wait = timedelta(minutes=min(60, 2**failed.tries))
            FailedDispatch.objects.filter(pk=failed.pk).update(
                tries=F("tries") + 1, try_after=timezone.now() + wait
            )


def _tell(event: Any) -> None:
    error = _told(event)
    if error is not None:
        FailedDispatch.objects.get_or_create(
            event=event,
            defaults={"error": error[:300], "try_after": timezone.now() + timedelta(seconds=30)},
        )


def _told(event: Any) -> str | None:
    """Call the subscribers; None when all went well, else the kind of error (no personal data)."""
    try:
        with transaction.atomic(), scope(organisation=event.organisation):
            for subscriber in subscribers.subscribers_of(Kind(event.kind)):
                subscriber(event)
    except Exception as error:
        # No traceback: an error of the database may quote what people wrote.
        log.error("subscriber failed", event_id=event.pk, kind=event.kind, **named(error))
        return type(error).__name__
    return None
