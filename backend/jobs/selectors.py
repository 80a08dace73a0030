"""Is everything alive? Each part is asked by itself, so that the answer names what is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from backend.jobs.models import Canary, Heartbeat

BEAT_WITHIN = timedelta(seconds=60)
CANARY_WITHIN = timedelta(seconds=90)
QUEUES = ("transactional", "bulk")


def health() -> dict[str, bool]:
    """Part → alive: database, broker, worker of each queue, dispatcher, beat."""
    database = _safely(_database)
    parts = {"database": database, "broker": _broker()}
    for queue in QUEUES:
        parts[f"worker-{queue}"] = database and _safely(lambda name=queue: _canary(name))  # type: ignore[misc]
    for process in ("dispatcher", "beat"):
        parts[process] = database and _safely(lambda name=process: _heartbeat(name))  # type: ignore[misc]
    return parts


def _safely(question: Callable[[], bool]) -> bool:
    try:
        return question()
    except DatabaseError:
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _broker() -> bool:
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1, retry=None
    )
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
