"""How the outbox stands, in numbers for `/metrics`: over all organisations, nothing of a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Min, Q
from django.utils import timezone

from backend.outbox import ways_out
from backend.outbox.models import Channel, Delivery, FailedWork, Priority
from backend.outbox.states import WAITING, State

QUEUES = {Priority.TRANSACTIONAL: "transactional", Priority.BULK: "bulk"}
FAILED = (State.BOUNCED, State.DEAD, State.RETRY, State.UNCERTAIN, State.COMPLAINED)
# A code of the mail service, or the name of an error's class: what else it says may name somebody.
_CODE = re.compile(r"[245]\d\d([ .-]\d\.\d{1,3}\.\d{1,3})?")
_KIND = re.compile(r"[A-Za-z_]\w{0,60}")


_LAG = """
    SELECT count(*), coalesce(extract(epoch FROM now() - min(e.happened_at)), 0)
    FROM events_event e
    WHERE (e.transaction, e.id) > (
        coalesce((SELECT transaction FROM outbox_dispatchcursor WHERE name = 'events'), 0),
        coalesce((SELECT event_id FROM outbox_dispatchcursor WHERE name = 'events'), 0))
"""


@dataclass(frozen=True)
class Lag:
    """How many events the dispatcher has not taken in, and how long ago the oldest happened."""

    waiting: int
    seconds: float


def lag() -> Lag:
    """Of the dispatcher, over all organisations."""
    with connection.cursor() as cursor:
        cursor.execute(_LAG)
        waiting, seconds = cursor.fetchone()
        return Lag(int(waiting), max(0.0, float(seconds)))


@dataclass(frozen=True)
class Queue:
    """What is due in one queue, and for how long the oldest of it."""

    queue: str
    due: int
    oldest_seconds: float


def queues() -> list[Queue]:
    """Both of them, also when nothing is due."""
    now = timezone.now()
    due = Delivery.objects.filter(state__in=WAITING, not_before__lte=now).order_by()
    found = {
        row["priority"]: row
        for row in due.values("priority").annotate(n=Count("pk"), oldest=Min("not_before"))
    }
    return [
        Queue(
            name,
            found[priority]["n"] if priority in found else 0,
            (now - found[priority]["oldest"]).total_seconds() if priority in found else 0.0,
        )
        for priority, name in QUEUES.items()
    ]


def by_state() -> Iterator[tuple[tuple[str, str, str], int]]:
    """Organisation (empty for signing in), state and kind of message → how many."""
    rows = Delivery.objects.order_by().values_list("organisation__slug", "state", "message")
    for slug, state, message, number in rows.annotate(n=Count("pk")):
        yield (slug or "", state, message), number


def failures() -> Iterator[tuple[tuple[str, str, str], int]]:
    """State, whose fault and reason → how many."""
    rows = Delivery.objects.order_by().filter(state__in=FAILED)
    found: dict[tuple[str, str, str], int] = {}
    columns = ("state", "fault", "last_code", "last_error")
    for state, fault, code, error, number in rows.values_list(*columns).annotate(n=Count("pk")):
        key = (state, fault, reason(code, error))
        found[key] = found.get(key, 0) + number
    yield from found.items()


def reason(code: str, error: str) -> str:
    """What may be told of why: a code, or the kind of an error."""
    told = _CODE.match(code) or _CODE.match(error) or _KIND.fullmatch(error)
    return told[0] if told else "other"


def paused() -> Iterator[tuple[tuple[str], int]]:
    """Way out → whether it rests now."""
    for channel in Channel:
        yield (channel.value,), int(ways_out.way_out(channel=channel).paused)


def domains_paused() -> Iterator[tuple[tuple[str], int]]:
    """Way out → how many receiving domains rest by themselves; not which, for one may be a person's."""
    for channel in Channel:
        yield (channel.value,), ways_out.way_out(channel=channel).domains


def failed_work() -> Iterator[tuple[tuple[str, str], int]]:
    """What failed by itself, and whether it is tried again or lies still → how many."""
    still = Count("pk", filter=Q(dead_at__isnull=False))
    rows = (
        FailedWork._base_manager.order_by().values_list("what").annotate(n=Count("pk"), dead=still)
    )
    for what, number, dead in rows:
        yield (what, "again"), number - dead
        yield (what, "dead"), dead
