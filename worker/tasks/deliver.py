"""The promise of deliveries: what is owed goes out, and what a crash left behind is taken back."""

from __future__ import annotations

from backend.outbox import pauses, recovery
from backend.outbox.models import Priority
from worker import sender
from worker.celery import app

PRIORITIES = {"transactional": Priority.TRANSACTIONAL, "bulk": Priority.BULK}


@app.task(name="deliver")
def deliver(queue: str) -> None:
    """Send what is due of this queue."""
    sender.send_due(priority=PRIORITIES[queue])


@app.task(name="recover")
def recover() -> None:
    """Take back rows whose lease ran out, end what is too late, set right what went uncounted."""
    recovery.leases_recover()
    recovery.late_expire()
    recovery.counters_recover()
    pauses.tidy()
