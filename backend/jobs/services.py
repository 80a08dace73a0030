"""Writing signs of life."""

from __future__ import annotations

from django.utils import timezone

from backend.jobs.models import Canary, Heartbeat


def heartbeat(*, process: str, tick_seconds: float = 0.0) -> None:
    """This process is alive now; its longest round since the time before took so long."""
    told = {"beat_at": timezone.now(), "tick_seconds": tick_seconds}
    Heartbeat.objects.update_or_create(process=process, defaults=told)


def canary_received(*, queue: str) -> None:
    """A task moved through this queue, now."""
    Canary.objects.update_or_create(queue=queue, defaults={"received_at": timezone.now()})
