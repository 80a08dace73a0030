"""Writing down what happened, in the transaction in which it happens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pgtrigger
from django.db import connection, models, transaction

from backend.events import contracts, selectors
from backend.events.acts import Act
from backend.events.contracts import Happening
from backend.events.models import Change, Epoch, Event

WAKE_CHANNEL = "stapsteen_events"


def record(
    act: Act,
    happening: Happening,
    *,
    subject: models.Model,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
) -> Event:
    """Append one event, with the fields that changed, and wake the dispatcher at commit.

    `changes` alone may hold what people wrote: (before, after) of each field. Raises `RuntimeError`
    outside a transaction: an event must stand or fall with its change; `TypeError` for a happening
    that could hold text.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An event is recorded inside the transaction of its change.")
    event = Event.objects.create(
        organisation=act.organisation,
        kind=happening.KIND,
        version=happening.VERSION,
        actor=act.actor,
        subject_type=subject._meta.model_name or "",
        subject_id=subject.pk,
        payload=contracts.written(happening),
        source=act.source,
        silent=act.silent,
        happened_at=act.at,
    )
    if changes:
        Change.objects.bulk_create(
            Change(
                organisation=act.organisation,
                event=event,
                field=field,
                before=_as_text(before),
                after=_as_text(after),
            )
            for field, (before, after) in changes.items()
        )
    if not act.silent:
        wake()
    return event


def wake() -> None:
    """Tell the dispatcher at commit that there is work; PostgreSQL delivers it or nobody does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [WAKE_CHANNEL])


_LOCK = 7_310_002
# What was written on this cluster before the new epoch was opened bears the number of its own
# transaction; what was loaded from a dump bears the loading one's.
_WRITTEN_HERE = """
    UPDATE events_event SET transaction = transaction + %s
    WHERE transaction >= %s AND xmin::text::bigint IN (
        SELECT xmin::text::bigint FROM events_event WHERE transaction >= %s
        GROUP BY xmin::text
        HAVING min(transaction) = max(transaction)
           AND min(transaction %% 4294967296) = min(xmin::text::bigint))
"""


@transaction.atomic
def epoch_open_if_due(*, reached: int = 0) -> bool:
    """Open a new epoch where this database was restored into another cluster; whether that was so.

    Every process asks at its start; the first one does it, the others wait for it. Nobody writes
    an event meanwhile, and what was written since the restore moves into the new epoch.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        known = selectors.epoch()
        if not selectors.counts_anew(reached=reached):
            if known is None or not known.system:
                number = known.number if known else 0
                Epoch.objects.update_or_create(
                    number=number, defaults={"system": selectors.system()}
                )
            return False
        cursor.execute("LOCK TABLE events_event IN EXCLUSIVE MODE")
        number = (known.number if known else 0) + 1
        Epoch.objects.create(number=number, system=selectors.system())
        with pgtrigger.ignore("events.Event:append_only"):
            begins = (number - 1) * Epoch.SIZE
            cursor.execute(_WRITTEN_HERE, [Epoch.SIZE, begins, begins])
    return True


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
