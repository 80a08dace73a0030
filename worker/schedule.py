"""What beat ticks. Nothing is computed here: each task reads from PostgreSQL what is due."""

from __future__ import annotations

import time
from typing import Any

import structlog
from celery.beat import PersistentScheduler
from django.conf import settings

log = structlog.get_logger()
_SWEEP = settings.SWEEP_SECONDS

SCHEDULE: dict[str, dict[str, Any]] = {
    "deliver-transactional": {
        "task": "deliver",
        "schedule": _SWEEP,
        "args": ["transactional"],
        "options": {"queue": "transactional", "expires": 30},
    },
    "deliver-bulk": {
        "task": "deliver",
        "schedule": _SWEEP,
        "args": ["bulk"],
        "options": {"queue": "bulk", "expires": 30},
    },
    "recover": {
        "task": "recover",
        "schedule": 2 * _SWEEP,
        "options": {"queue": "transactional", "expires": 60},
    },
    "remind": {"task": "remind", "schedule": 60.0, "options": {"queue": "bulk", "expires": 120}},
    "tidy": {"task": "tidy", "schedule": 3600.0, "options": {"queue": "bulk", "expires": 3600}},
    "canary-transactional": {
        "task": "canary",
        "schedule": min(10.0, _SWEEP),
        "args": ["transactional"],
        "options": {"queue": "transactional", "expires": 60},
    },
    "canary-bulk": {
        "task": "canary",
        "schedule": min(10.0, _SWEEP),
        "args": ["bulk"],
        "options": {"queue": "bulk", "expires": 60},
    },
}

_BEAT_SECONDS = 5.0


class BeatingScheduler(PersistentScheduler):  # type: ignore[misc]
    """Celery's scheduler, which also shows that it is alive."""

    _last_beat = 0.0

    def tick(self, *args: Any, **kwargs: Any) -> Any:
        """Due tasks as ever; every few seconds a heartbeat."""
        if time.monotonic() - self._last_beat > _BEAT_SECONDS:
            self._last_beat = time.monotonic()
            _heartbeat()
        return super().tick(*args, **kwargs)

    def sync(self) -> None:
        """Write down when each ran last; on a full disk that is left for the next time."""
        try:
            super().sync()
        except OSError as error:
            log.error("beat could not note its times", kind=type(error).__name__)


def _heartbeat() -> None:
    from django.db import DatabaseError, connection

    from backend.jobs import services

    try:
        services.heartbeat(process="beat")
    except DatabaseError:
        connection.close()
