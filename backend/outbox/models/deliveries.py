"""What is owed to whom over which channel, and what became of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from backend.outbox.models.fanouts import Fanout
from backend.outbox.states import TRANSITIONS, State
from backend.tenancy.constraints import TenantKey


class Channel(models.TextChoices):
    """The channels that exist. In-app is no channel: it is a selector with a read cursor."""

    EMAIL = "email"


class Priority(models.IntegerChoices):
    TRANSACTIONAL = 0
    BULK = 10


class Fault(models.TextChoices):
    """Whose fault it is that a message waits or did not arrive."""

    RECIPIENT = "recipient"
    SERVICE = "service"
    MESSAGE = "message"
    LATER = "later"
    MAKING = "making"  # the message could not be made


class Delivery(models.Model):
    """One message to one person over one channel, with a known outcome.

    The recipient is a membership or, for sign-in, a person: exactly one. `organisation` is null
    only for sign-in. `secret` holds what must not stand in the open (a sign-in code), encrypted,
    and is erased once sent.
    """

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    organisation: Any = models.ForeignKey(
        "organisations.Organisation",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    fanout = models.ForeignKey(
        Fanout, null=True, blank=True, on_delete=models.CASCADE, related_name="deliveries"
    )
    membership: Any = models.ForeignKey(
        "organisations.Membership",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    person: Any = models.ForeignKey(
        "organisations.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    channel = models.CharField(max_length=20, choices=Channel.choices, default=Channel.EMAIL)
    message = models.CharField(max_length=40)
    subject_id = models.BigIntegerField(null=True, blank=True)
    payload = models.JSONField(default=dict, blank=True)
    secret = models.BinaryField(null=True, blank=True)
    dedupe_key = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PENDING)
    priority = models.SmallIntegerField(choices=Priority.choices, default=Priority.BULK)
    not_before = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    # For how long it is worth sending, counted from when it is owed or opened again.
    time_to_live = models.DurationField(default=timedelta(days=2), db_default=timedelta(days=2))
    # Whether it is tried once more after an end that nobody knows: then it may come twice.
    repeatable = models.BooleanField(default=False, db_default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    message_id = models.CharField(max_length=120, blank=True)
    last_code = models.CharField(max_length=20, blank=True)
    last_error = models.CharField(max_length=300, blank=True)
    fault = models.CharField(max_length=12, choices=Fault.choices, blank=True, db_default="")
    # The receiving domain whose pause this row waits for.
    held_for = models.CharField(max_length=255, blank=True, db_default="")
    # Of rows that somebody cancelled: which press it was, so that it can be undone.
    cancelled_by = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            TenantKey(field="fanout", to="outbox.Fanout", name="delivery_fanout_tenant"),
            TenantKey(
                field="membership", to="organisations.Membership", name="delivery_member_tenant"
            ),
            models.CheckConstraint(
                condition=Q(membership__isnull=False, person=None, organisation__isnull=False)
                | Q(membership=None, person__isnull=False),
                name="delivery_one_recipient",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="delivery_known_state"
            ),
        ]
        indexes = [
            models.Index(
                fields=["priority", "organisation", "not_before", "id"],
                name="delivery_claimable",
                condition=Q(state__in=[State.PENDING.value, State.RETRY.value]),
            ),
            models.Index(
                fields=["lease_until"],
                name="delivery_leased",
                condition=Q(state__in=[State.LEASED.value, State.SENDING.value]),
            ),
            models.Index(fields=["fanout", "state"], name="delivery_by_fanout"),
            models.Index(
                fields=["membership", "message", "subject_id"], name="delivery_by_subject"
            ),
            models.Index(
                fields=["expires_at"],
                name="delivery_expiring",
                condition=Q(state__in=[State.PENDING.value, State.RETRY.value]),
            ),
            models.Index(
                fields=["lease_token"],
                name="delivery_by_lease",
                condition=Q(lease_token__isnull=False),
            ),
            models.Index(fields=["held_for"], name="delivery_held", condition=~Q(held_for="")),
            models.Index(
                fields=["organisation", "message", "-created_at"], name="delivery_by_kind"
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="known_ways",
                field="state",
                transitions=[
                    (before.value, after.value)
                    for before, afters in TRANSITIONS.items()
                    for after in sorted(afters)
                ],
            )
        ]


class Attempt(models.Model):
    """One try at a delivery, append-only."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="tries")
    tried_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=12, choices=State.choices)
    code = models.CharField(max_length=20, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update)]
