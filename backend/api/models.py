"""Tokens for the API: only a hash is kept."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from backend.tenancy.constraints import TenantKey
from backend.tenancy.models import TenantModel
from backend.writing.columns import fit


class Token(TenantModel):
    """Reads one organisation's initiatives, steps, successes and board figures."""

    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    issued_by: Any = models.ForeignKey(
        "organisations.Membership", on_delete=models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField(default=timezone.now)
    last_used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            fit("name", name="token"),
            # What was revoked may be issued anew under its name.
            models.UniqueConstraint(
                "organisation",
                Lower("name"),
                name="token_name_unique",
                condition=models.Q(revoked_at=None),
            ),
            TenantKey(field="issued_by", to="organisations.Membership", name="token_issuer_tenant"),
        ]
