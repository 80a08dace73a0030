"""Writing signs of life."""

from __future__ import annotations

from django.utils import timezone

from backend.jobs.models import Canary, Heartbeat


def heartbeat(*, process: str) -> None:
    """This process is alive now."""
    Heartbeat.objects.update_or_create(process=process, defaults={"beat_at": timezone.now()})


def canary_received(*, queue: str) -> None:
    """A task moved through this queue, now."""
    Canary.objects.update_or_create(queue=queue, defaults={"received_at": timezone.now()})
