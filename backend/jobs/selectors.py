"""Is everything alive? Each part is asked by itself, so that the answer names what is not."""

from __future__ import annotations

from datetime import timedelta

import redis
from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from backend.events import selectors as events
from backend.jobs.asking import Asker
from backend.jobs.models import Canary, Heartbeat

BEAT_WITHIN = timedelta(seconds=60)
CANARY_WITHIN = timedelta(seconds=90)
QUEUES = ("transactional", "bulk")
PROCESSES = ("dispatcher", "beat")
# What happened so long ago, and can't be told because a write stands open. Who holds it up,
# administrators and /metrics read.
HELD_BACK_SECONDS = 300.0
# Together below the three seconds within which whoever asks wants to know.
DATABASE_SECONDS = 1.5
BROKER_SECONDS = 0.5
LOG_SECONDS = 0.5


def health() -> dict[str, bool]:
    """Part → alive: database, broker, worker of each queue, dispatcher, beat, and the log of events
    (an open write holds nothing back for long). Within 3 seconds."""
    signs = _signs()
    silent = dict.fromkeys([*(f"worker-{queue}" for queue in QUEUES), *PROCESSES], False)
    return {
        "database": signs is not None,
        "broker": _broker(),
        **(silent if signs is None else signs),
        "log": signs is not None and _log(),
    }


def ready() -> bool:
    """Whether pages can be served: the database answers, in time, and holds our tables."""
    return _signs() is not None


def _signs() -> dict[str, bool] | None:
    """Signs of life that stand in the database; None where it does not answer in time."""
    try:
        return _ASKER.ask(DATABASE_SECONDS)
    except DatabaseError:
        return None


def _read_signs() -> dict[str, bool]:
    found = {f"worker-{queue}": _canary(queue) for queue in QUEUES}
    return {**found, **{process: _heartbeat(process) for process in PROCESSES}}


_ASKER = Asker(_read_signs)


def _log() -> bool:
    """Whether nothing holds the log back; asked apart, for pages can be served all the same."""
    try:
        return _LOG_ASKER.ask(LOG_SECONDS) is False
    except DatabaseError:
        return False


_LOG_ASKER = Asker(lambda: events.held_back(seconds=HELD_BACK_SECONDS))


def _broker() -> bool:
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=BROKER_SECONDS, socket_connect_timeout=BROKER_SECONDS,
        retry=None,
    )  # fmt: skip
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()


def _canary(queue: str) -> bool:
    """Beat lets the canaries fly: while it is silent, the workers are judged by the last of them."""
    now = timezone.now()
    beat = Heartbeat.objects.filter(process="beat").first()
    since = min(beat.beat_at if beat else now, now) - CANARY_WITHIN
    return Canary.objects.filter(queue=queue, received_at__gte=since).exists()


def _heartbeat(process: str) -> bool:
    since = timezone.now() - BEAT_WITHIN
    return Heartbeat.objects.filter(process=process, beat_at__gte=since).exists()


def ticks() -> list[tuple[str, float, float]]:
    """Process, seconds since it showed that it is alive, and its longest round before that."""
    now = timezone.now()
    return [
        (one.process, (now - one.beat_at).total_seconds(), one.tick_seconds)
        for one in Heartbeat.objects.order_by("process")
    ]
