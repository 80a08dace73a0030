"""Whom an organisation serves, and with what."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from backend.tenancy.constraints import tenant_target
from backend.tenancy.models import TenantModel
from backend.writing.columns import Sorted, SortKeyField, fit


class Process(Sorted, TenantModel):
    """A service that customers go through (Dutch: dienst)."""

    name = models.CharField(_("name"), max_length=80)
    sort_key = SortKeyField(of="name")
    position = models.PositiveIntegerField(default=0)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            tenant_target("process_target"),
            fit("name", name="process"),
            models.UniqueConstraint("organisation", Lower("name"), name="process_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class CustomerGroup(Sorted, TenantModel):
    """Whom the organisation works for: citizens, companies, other governments, …"""

    name = models.CharField(_("name"), max_length=80)
    sort_key = SortKeyField(of="name")
    position = models.PositiveIntegerField(default=0)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            tenant_target("customergroup_target"),
            fit("name", name="customergroup"),
            models.UniqueConstraint(
                "organisation", Lower("name"), name="customergroup_name_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.name
