"""How far the dispatcher came, and the work that failed on its way."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from backend.tenancy.models import TenantModel


class DispatchCursor(models.Model):
    """How far the dispatcher has told the subscribers: the last (transaction, event) it took in."""

    name = models.CharField(max_length=20, primary_key=True)
    transaction = models.BigIntegerField(default=0)
    event_id = models.BigIntegerField(default=0)


class FailedWork(TenantModel):
    """Work of the dispatcher or a worker that failed: tried again later, and after enough tries
    left lying, named, until somebody presses "Try again". `subject_id`: the row it was about.
    """

    class What(models.TextChoices):
        EVENT = "event"
        FOLD = "fold"
        FANOUT = "fanout"
        REMINDERS = "reminders"

    what = models.CharField(max_length=12, choices=What.choices)
    subject_id = models.BigIntegerField()
    kind = models.CharField(max_length=40, blank=True)
    tries = models.PositiveIntegerField(default=1)
    try_after = models.DateTimeField()
    error = models.CharField(max_length=300)
    place = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField(default=timezone.now)
    dead_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["what", "subject_id"], name="failedwork_once"),
        ]
