"""The promise of deliveries: what is owed goes out, and what a crash left behind is taken back."""

from __future__ import annotations

from backend.notifications import outbox
from backend.notifications.models import Priority
from worker import sender
from worker.celery import app

PRIORITIES = {"transactional": Priority.TRANSACTIONAL, "bulk": Priority.BULK}


@app.task(name="deliver")
def deliver(queue: str) -> None:
    """Send what is due of this queue."""
    sender.send_due(priority=PRIORITIES[queue])


@app.task(name="recover")
def recover() -> None:
    """Take back rows whose lease ran out, and set right what a crash left uncounted."""
    outbox.recover()
    for fanout_id in outbox.unfinished():
        outbox.recount(fanout_id=fanout_id)
