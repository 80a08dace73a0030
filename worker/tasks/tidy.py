"""Housekeeping: what nothing shows any more is thrown away after a day, sessions that ended, old answers."""

from __future__ import annotations

from backend.photos import services as photos
from backend.web import services as web
from backend.web import sessions
from worker.celery import app


@app.task(name="tidy")
def tidy() -> None:
    """Twice is once; what is left over is for the next round."""
    photos.photos_discard_unused()
    sessions.expired_remove()
    web.forget_old()
