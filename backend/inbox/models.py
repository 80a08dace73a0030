"""What somebody saw already."""

from __future__ import annotations

from typing import Any

from django.db import models

from backend.tenancy.constraints import TenantKey
from backend.tenancy.models import TenantModel


class Seen(TenantModel):
    """That somebody opened a page: what is told there is no news to them any more."""

    membership: Any = models.ForeignKey(
        "organisations.Membership", on_delete=models.CASCADE, related_name="+"
    )
    # The kind of page and its row: `success` or `initiative`.
    page = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            TenantKey(field="membership", to="organisations.Membership", name="seen_member_tenant"),
            models.UniqueConstraint(
                fields=["membership", "page", "subject_id"], name="seen_unique"
            ),
        ]
