"""The promise of reminders: what is due is owed once, within working hours."""

from __future__ import annotations

from backend.notifications import reminders
from worker.celery import app


@app.task(name="remind")
def remind() -> None:
    """Write what is due now; the unique key keeps a second tick from owing it twice."""
    reminders.reminders_due()
