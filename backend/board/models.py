"""Roll-ups: the board's figures, folded from events. Every row can be refolded from nothing."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone

from backend.tenancy.constraints import TenantKey
from backend.tenancy.models import TenantModel


class FoldCursor(TenantModel):
    """Up to which transaction the events of an organisation are in its roll-ups (exclusive)."""

    folded_below = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="foldcursor_unique")]


class WeekTally(TenantModel):
    """Steps done in one week by one unit, of one kind; `golden` of them are celebrated."""

    week = models.DateField()
    unit: Any = models.ForeignKey("organisations.Unit", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    steps = models.IntegerField(default=0)
    golden = models.IntegerField(default=0)

    class Meta:
        constraints = [
            TenantKey(field="unit", to="organisations.Unit", name="weektally_unit_tenant"),
            models.UniqueConstraint(
                fields=["organisation", "week", "unit", "kind"], name="weektally_unique"
            ),
        ]


class Tally(TenantModel):
    """A named count, for one unit or (null) for the organisation; see `folds.py` for the names."""

    unit: Any = models.ForeignKey(
        "organisations.Unit", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(max_length=60)
    value = models.IntegerField(default=0)

    class Meta:
        constraints = [
            TenantKey(field="unit", to="organisations.Unit", name="tally_unit_tenant"),
            models.UniqueConstraint(
                fields=["organisation", "unit", "name"], name="tally_unique", nulls_distinct=False
            ),
        ]


class BoardVisit(TenantModel):
    """What the board showed somebody last time, so that it can say what is new since then."""

    membership: Any = models.OneToOneField(
        "organisations.Membership", on_delete=models.CASCADE, related_name="+"
    )
    seen_at = models.DateTimeField(default=timezone.now)
    # The visit before: the page compares with this one until the next sitting begins.
    before = models.JSONField(default=dict)
    now = models.JSONField(default=dict)
    before_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            TenantKey(
                field="membership", to="organisations.Membership", name="boardvisit_member_tenant"
            ),
        ]
