"""The canary: a task that shows that its queue moves."""

from __future__ import annotations

from backend.jobs import services
from worker.celery import app


@app.task(name="canary")
def canary(queue: str) -> None:
    """Arriving is all it does."""
    services.canary_received(queue=queue)
