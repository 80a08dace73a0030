"""The ways out: how each of them fares, what rests, and which addresses are left alone."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone

from backend.outbox.models.deliveries import Channel


class Transport(models.Model):
    """The state of a way out: its token bucket, and what it answered last.

    `alike` are the rows that one unknown permanent reply ended, one after another, and `alike_to`
    what those replies have in common; `alike_after` is the last attempt before them.
    """

    name = models.CharField(max_length=40, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    tokens = models.FloatField(default=0)
    refilled_at = models.DateTimeField(default=timezone.now)
    last_error = models.CharField(max_length=300, blank=True)
    alike_to = models.CharField(max_length=400, blank=True)
    alike = models.JSONField(default=list, blank=True)
    alike_after = models.BigIntegerField(default=0)


class Pause(models.Model):
    """A way out that rests, as a whole or for one receiving domain, or one organisation's mail.

    What the service refused is probed with one message once `until` has passed, and ends by
    itself; `probing_until` keeps everybody else from probing. What an administrator put on hold
    (`organisation`) lasts until an administrator goes on.
    """

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    channel = models.CharField(max_length=20, choices=Channel.choices, default=Channel.EMAIL)
    domain = models.CharField(max_length=255, blank=True)
    organisation: Any = models.ForeignKey(
        "organisations.Organisation",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    by: Any = models.ForeignKey(
        "organisations.Membership",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    probing_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=1)
    phase = models.CharField(max_length=12, blank=True)
    code = models.CharField(max_length=20, blank=True)
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "domain", "organisation"],
                name="pause_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True, until__isnull=False)
                | Q(organisation__isnull=False, until=None, domain=""),
                name="pause_of_service_or_by_hand",
            ),
        ]


class Suppression(models.Model):
    """An address that must not be written to any more; only its keyed hash is kept."""

    organisation: Any = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    channel = models.CharField(max_length=20, choices=Channel.choices)
    address_hash = models.CharField(max_length=64)
    reason = models.CharField(max_length=20)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "channel", "address_hash"], name="suppression_unique"
            )
        ]
