"""What customers said, in their own words, apart from what we make of it."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backend.tenancy.constraints import TenantKey, one_of, tenant_target
from backend.tenancy.models import TenantModel
from backend.writing.columns import fit


class Consent(models.TextChoices):
    """How far the customer lets their words go."""

    A_TEAM = "a_team", _("A-team only")
    ORGANISATION = "organisation", _("the whole organisation")
    PUBLIC = "public", _("everybody")


class Words(TenantModel):
    """A customer's own words. The text is never changed; consent may shrink or grow, on record."""

    text = models.TextField(_("the customer's words"))
    language = models.CharField(max_length=2)
    said_by = models.CharField(max_length=120, blank=True)
    heard_on = models.DateField()
    consent = models.CharField(max_length=20, choices=Consent.choices, default=Consent.A_TEAM)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    noted_by: Any = models.ForeignKey(
        "organisations.Membership", null=True, on_delete=models.PROTECT, related_name="+"
    )
    unit: Any = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            tenant_target("words_target"),
            fit("text", "said_by", name="words"),
            TenantKey(field="unit", to="organisations.Unit", name="words_unit_tenant"),
            TenantKey(field="noted_by", to="organisations.Membership", name="words_noter_tenant"),
            models.CheckConstraint(condition=~models.Q(text=""), name="words_not_empty"),
            one_of("consent", Consent.values, name="words_known_consent"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="words_stay_as_said",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("text", "language", "heard_on", "noted_by"),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-heard_on", "-id"], name="words_latest")]
