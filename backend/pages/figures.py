"""What `/metrics` tells, in Prometheus' text form: counts, ages and states; nothing of a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from backend.events import selectors as events
from backend.jobs import selectors as jobs
from backend.jobs.asking import Asker
from backend.outbox import figures as outbox
from backend.web import counting

SECONDS = 5.0
Sample = tuple[tuple[str, ...], float]


def text() -> tuple[bytes, str]:
    """All of it and its content type; without the database's part where that does not answer."""
    own = CollectorRegistry()
    own.register(_Parts())
    return generate_latest(counting.registry()) + generate_latest(own), CONTENT_TYPE_LATEST


class _Parts(Collector):
    def collect(self) -> Iterator[GaugeMetricFamily]:
        """States of the parts first: they come also when the database hangs."""
        yield _gauge("version", "Which version this is.", ["version"], [((settings.VERSION,), 1)])
        alive = jobs.health()
        parts = [((name,), float(there)) for name, there in alive.items()]
        yield _gauge("alive", "1 for a part that is alive.", ["part"], parts)
        try:
            found = _ASKER.ask(SECONDS) if alive["database"] else None
        except DatabaseError:
            found = None
        yield from found or []


def _of_the_database() -> list[GaugeMetricFamily]:
    lag, queues = outbox.lag(), outbox.queues()
    return [
        _gauge("queue_depth", "Messages that are due, by queue.", ["queue"],
               [((one.queue,), one.due) for one in queues]),
        _gauge("queue_oldest_due_seconds", "How long the oldest of them is due.", ["queue"],
               [((one.queue,), one.oldest_seconds) for one in queues]),
        _gauge("deliveries", "Messages by organisation, state and what they are.",
               ["organisation", "state", "message"], outbox.by_state()),
        _gauge("delivery_failures", "Messages that did not arrive, by the mail service's code or the"
               " kind of error.", ["state", "fault", "reason"], outbox.failures()),
        _gauge("way_out_paused", "1 for a way out that is paused.", ["channel"], outbox.paused()),
        _gauge("domains_paused", "Receiving domains that rest by themselves.", ["channel"],
               outbox.domains_paused()),
        _gauge("work_failed", "What failed by itself: tried again, or left lying until somebody does.",
               ["what", "state"], outbox.failed_work()),
        _gauge("events_waiting", "Events that the dispatcher has not taken in yet.", [],
               [((), lag.waiting)]),
        _gauge("dispatcher_lag_seconds", "How long the oldest of them waits.", [],
               [((), lag.seconds)]),
        _gauge("log_held_seconds", "Open writes that hold the dispatcher back, and for how long.",
               ["user", "program", "process"],
               [((one.user, one.program, str(one.pid)), one.held.total_seconds() if one.held else -1)
                for one in events.holders(seconds=events.HELD_SECONDS)]),
        _gauge("seen_seconds", "How long ago a process showed that it is alive.", ["process"],
               [((name,), seconds) for name, seconds, _tick in jobs.ticks()]),
        _gauge("tick_seconds", "The longest round of a process since it last showed so.", ["process"],
               [((name,), tick) for name, _seconds, tick in jobs.ticks()]),
    ]  # fmt: skip


_ASKER = Asker(_of_the_database)


def _gauge(name: str, told: str, labels: list[str], samples: Iterable[Any]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"stapsteen_{name}", told, labels=labels)
    for values, number in samples:
        family.add_metric(list(values), float(number))
    return family
