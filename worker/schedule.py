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


# The shortest round of the schedule is ten seconds: whoever sent nothing for so long does not work.
_SENT_WITHIN_SECONDS = 45.0


class BeatingScheduler(PersistentScheduler):  # type: ignore[misc]
    """Celery's scheduler, which also shows that it is alive: that it sends, not only that it turns."""

    _last_beat = float("-inf")
    _longest = 0.0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._sent_at = time.monotonic()
        super().__init__(*args, **kwargs)

    def setup_schedule(self) -> None:
        """As it was kept; a time that has yet to come is none."""
        super().setup_schedule()
        self._corrected()

    def tick(self, *args: Any, **kwargs: Any) -> Any:
        """Due tasks as ever; every few seconds a heartbeat, while it sends."""
        began = time.monotonic()
        if began - self._last_beat > _BEAT_SECONDS:
            self._last_beat = began
            self._corrected()
            if began - self._sent_at < _SENT_WITHIN_SECONDS:
                _heartbeat(self._longest)
                self._longest = 0.0
        wait = super().tick(*args, **kwargs)
        self._longest = max(self._longest, time.monotonic() - began)
        return wait

    def apply_async(self, *args: Any, **kwargs: Any) -> Any:
        """Send one; noted before it is tried, for a broker that is away is not beat's fault."""
        self._sent_at = time.monotonic()
        return super().apply_async(*args, **kwargs)

    def _corrected(self) -> None:
        """A clock that was ahead, and put right, would leave a task waiting until it is there again."""
        ahead = [
            one for one in self.schedule.values()
            if one.last_run_at is not None and one.last_run_at > one.default_now()
        ]  # fmt: skip
        for entry in ahead:
            entry.last_run_at = entry.default_now()
        if ahead:
            self._heap = None  # drawn up anew at the next tick
            log.warning("beat had run in the future: its times are put right", tasks=len(ahead))

    def sync(self) -> None:
        """Write down when each ran last; on a full disk that is left for the next time."""
        try:
            super().sync()
        except OSError as error:
            log.error("beat could not note its times", kind=type(error).__name__)


def _heartbeat(longest: float) -> None:
    from django.db import DatabaseError, connection

    from backend.jobs import services

    try:
        services.heartbeat(process="beat", tick_seconds=longest)
    except DatabaseError:
        connection.close()
