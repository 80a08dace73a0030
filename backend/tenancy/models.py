"""What every row of an organisation has in common."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager
from uuid_utils.compat import uuid7

from backend.tenancy.constraints import TenantKey

__all__ = ["TenantKey", "TenantModel", "uuid7"]


class VersionConflict(ValidationError):
    """Somebody else saved this row first; `theirs` is the row as it stands now."""

    def __init__(self, theirs: models.Model) -> None:
        self.theirs = theirs
        super().__init__(_("Somebody else changed this at the same time."), code="conflict")


class TenantModel(models.Model):
    """A row that belongs to one organisation and is only found within its scope.

    `uid` (UUIDv7) is what addresses and the API show; `id` stays inside.
    """

    organisation: Any = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    uid = models.UUIDField(default=uuid7, unique=True, editable=False)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        abstract = True
