"""Trying rows again from the beginning that had an end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db.models import F, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone

from backend.outbox.models import Delivery, Fanout, Fault
from backend.outbox.states import COUNTERS, State


def reopen(rows: QuerySet[Delivery]) -> int:
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
        state=State.PENDING, attempts=0, not_before=now, expires_at=now + F("time_to_live"),
        settled_at=None,
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
