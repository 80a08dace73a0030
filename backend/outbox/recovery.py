"""Taking back what a crash left in somebody's hands, and setting counters right."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from backend.outbox import pauses
from backend.outbox.models import Attempt, Delivery, Fanout, Fault, Pause
from backend.outbox.states import COUNTERS, IN_HAND, WAITING, State

_FREE: dict[str, object] = {"lease_token": None, "lease_until": None}


@transaction.atomic
def leases_recover() -> int:
    """Take back rows whose lease ran out, and say how many.

    A leased row was not on the wire: it goes back. A `sending` row may have arrived: it becomes
    uncertain and stays so, but where it may be repeated (reminders, sign-in).
    """
    now = timezone.now()
    lost = Delivery.objects.select_for_update(skip_locked=True).filter(lease_until__lt=now)
    leased = list(lost.filter(state=State.LEASED).values_list("pk", flat=True))
    Delivery.objects.filter(pk__in=leased).update(state=State.PENDING, **_FREE)
    sending = list(lost.filter(state=State.SENDING))
    again = [d.pk for d in sending if d.repeatable and d.attempts < 2]
    left = [d.pk for d in sending if d.pk not in again]
    Delivery.objects.filter(pk__in=again).update(state=State.RETRY, not_before=now, **_FREE)
    Delivery.objects.filter(pk__in=left).update(
        state=State.UNCERTAIN, settled_at=now, secret=None, **_FREE
    )
    Attempt.objects.bulk_create(
        Attempt(delivery_id=d.pk, outcome=State.UNCERTAIN, error="the sender ended")
        for d in sending
    )
    return len(leased) + len(sending)


def late_expire() -> int:
    """End what waited past its time, and say how many; not what an administrator put on hold.

    Of what waited for the service it stays known that it was: that is told, not passed over.
    """
    now = timezone.now()
    on_hold = Pause.objects.filter(organisation__isnull=False).values("organisation")
    late = Delivery.objects.filter(state__in=WAITING, expires_at__lt=now).exclude(
        organisation__in=on_hold
    )
    ended = {"state": State.EXPIRED, "settled_at": now, "secret": None, "held_for": ""}
    waited = 0
    if resting := pauses.resting(channel="email"):
        waited = late.filter(fault="").update(
            fault=Fault.SERVICE, last_code=resting.code, last_error=resting.words, **ended
        )
    return waited + late.update(**ended)


def counters_recover() -> int:
    """Count anew for announcements that are over, but whose counters do not say so; how many."""
    found = list(_miscounted())
    for fanout_id in found:
        _recount(fanout_id)
    return len(found)


def _miscounted() -> QuerySet[Fanout, int]:
    known = F("accepted") + F("failed") + F("uncertain") + F("cancelled")
    open_row = Delivery.objects.filter(fanout=OuterRef("pk"), state__in=WAITING | IN_HAND)
    return (
        Fanout._base_manager.filter(finished_at__gte=timezone.now() - timedelta(days=7))
        .filter(~Q(queued=known), ~Exists(open_row))
        .values_list("pk", flat=True)
    )


@transaction.atomic
def _recount(fanout_id: int) -> None:
    """By counting its rows: after a crash, not for each look at the progress bar."""
    Fanout._base_manager.select_for_update().get(pk=fanout_id)
    tallies = dict.fromkeys(COUNTERS.values(), 0)
    found = Delivery.objects.filter(fanout_id=fanout_id)
    for state, number in found.values_list("state").annotate(Count("id")):
        if state in COUNTERS:
            tallies[COUNTERS[State(state)]] += number
    Fanout._base_manager.filter(pk=fanout_id).update(queued=found.count(), **tallies)
