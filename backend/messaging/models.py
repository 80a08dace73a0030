"""How somebody wants to hear of things, and what they were reminded of already."""

from __future__ import annotations

from typing import Any

from django.db import models

from backend.outbox.models import Delivery
from backend.tenancy.constraints import TenantKey
from backend.tenancy.models import TenantModel


class SuccessMail(models.TextChoices):
    AT_ONCE = "at_once"
    NONE = "none"


class Preference(TenantModel):
    """How somebody wants to hear of things. No row means: all of it, successes at once."""

    membership: Any = models.OneToOneField(
        "organisations.Membership", on_delete=models.CASCADE, related_name="preference"
    )
    success_mail = models.CharField(
        max_length=10, choices=SuccessMail.choices, default=SuccessMail.AT_ONCE
    )
    reminders = models.BooleanField(default=True)
    # Who is stuck in an A-team of theirs, and who helps them.
    help_mail = models.BooleanField(default=True)

    class Meta:
        constraints = [
            TenantKey(
                field="membership", to="organisations.Membership", name="preference_member_tenant"
            ),
        ]


class Snooze(TenantModel):
    """'Later': a reminder rule leaves this subject alone for this person until a day."""

    membership: Any = models.ForeignKey(
        "organisations.Membership", on_delete=models.CASCADE, related_name="+"
    )
    rule = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    until = models.DateField()

    class Meta:
        constraints = [
            TenantKey(
                field="membership", to="organisations.Membership", name="snooze_member_tenant"
            ),
            models.UniqueConstraint(
                fields=["membership", "rule", "subject_id"], name="snooze_unique"
            ),
        ]


class Reminder(TenantModel):
    """That somebody was reminded of something in a period. The unique key is the guarantee."""

    membership: Any = models.ForeignKey(
        "organisations.Membership", on_delete=models.CASCADE, related_name="+"
    )
    rule = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    period = models.CharField(max_length=10)
    delivery = models.ForeignKey(
        Delivery, null=True, on_delete=models.CASCADE, related_name="reminders"
    )

    class Meta:
        constraints = [
            TenantKey(
                field="membership",
                to="organisations.Membership",
                name="reminder_member_tenant",
            ),
            models.UniqueConstraint(
                fields=["membership", "rule", "subject_id", "period"], name="reminder_once_a_period"
            ),
        ]
