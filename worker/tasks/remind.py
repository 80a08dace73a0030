"""The promise of reminders: what is due is owed once, within working hours."""

from __future__ import annotations

from backend.messaging import reminders
from worker.celery import app


@app.task(name="remind")
def remind() -> None:
    """A task for each organisation, so that none waits for a large one; the next tick comes anyhow."""
    for organisation_id in reminders.organisations_to_remind():
        app.send_task("remind-one", args=[organisation_id], queue="bulk", expires=120, retry=False)


@app.task(name="remind-one")
def remind_one(organisation_id: int) -> None:
    """Write what is due now; the unique key keeps a second tick from owing it twice."""
    reminders.organisation_remind(organisation_id=organisation_id)
