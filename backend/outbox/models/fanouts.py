"""An announcement: its audience, and how far its deliveries are."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import Q

from backend.tenancy.constraints import TenantKey, tenant_target
from backend.tenancy.models import TenantModel


class Fanout(TenantModel):
    """An announcement's audience, and how far the dispatcher came in writing its deliveries.

    Counters are kept, not counted: a progress bar must not read the whole outbox.
    """

    event = models.OneToOneField("events.Event", on_delete=models.CASCADE, related_name="fanout")
    message = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    not_before = models.DateTimeField()
    # For how long each of its messages is worth sending.
    time_to_live = models.DurationField(default=timedelta(days=2))
    cursor = models.BigIntegerField(default=0)
    queued = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    uncertain = models.PositiveIntegerField(default=0)
    cancelled = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    called_back_at = models.DateTimeField(null=True, blank=True)
    # Language → why its content is tried on nobody any more: the server refused the message itself.
    refused = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            tenant_target("fanout_target"),
            TenantKey(field="event", to="events.Event", name="fanout_event_tenant"),
        ]
        indexes = [
            models.Index(
                fields=["not_before"],
                name="fanout_open",
                condition=Q(finished_at=None, called_back_at=None),
            ),
        ]
