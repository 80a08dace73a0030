"""Telling the subscribers what happened: each event once, after its transaction is over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import structlog
from django.db import connection, transaction
from django.utils import timezone
from django_scopes import scope

from backend.events import reading, selectors, subscribers
from backend.events.models import Event
from backend.outbox import failures
from backend.outbox.errors import let_pass, log_safe
from backend.outbox.models import DispatchCursor, FailedWork

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
    """Try events again whose subscriber failed before, as long as they are not dead letters."""
    due = FailedWork._base_manager.select_for_update(of=("self",), skip_locked=True).filter(
        what=failures.What.EVENT, dead_at=None, try_after__lte=timezone.now()
    )
    events = Event._base_manager.select_related("organisation", "actor")
    found = events.in_bulk([failed.subject_id for failed in due[:PAGE]])
    for event in found.values():
        if _tell(event):
            failures.done(what=failures.What.EVENT, subject_id=event.pk)


def _tell(event: Any) -> bool:
    """Call the subscribers; whether all went well. What failed is tried again, and shown by name."""
    try:
        with transaction.atomic(), scope(organisation=event.organisation):
            # Also where nobody subscribes: an event that cannot be read is kept for who can.
            happened = reading.of_event(event)
            for subscriber in subscribers.subscribers_of(event.kind):
                subscriber(happened)
    except Exception as error:
        let_pass(error)
        # No traceback: an error of the database may quote what people wrote.
        log.error("subscriber failed", event_id=event.pk, kind=event.kind, **log_safe(error))
        failures.note(
            what=failures.What.EVENT, organisation_id=event.organisation_id,
            subject_id=event.pk, error=error, kind=event.kind,
        )  # fmt: skip
        return False
    return True
