"""What every row of an organisation has in common."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from backend.tenancy.constraints import TenantKey

__all__ = ["TenantKey", "TenantModel"]


class VersionConflict(ValidationError):
    """Somebody else saved this row first; `theirs` is the row as it stands now."""

    def __init__(self, theirs: models.Model) -> None:
        self.theirs = theirs
        super().__init__(_("Somebody else changed this at the same time."), code="conflict")


class TenantModel(models.Model):
    """A row that belongs to one organisation and is only found within its scope.

    `uid` is what addresses and the API show; `id` stays inside. It is random: one that grows with
    time would tell to the millisecond when somebody did something.
    """

    organisation: Any = models.ForeignKey(
        "organisations.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)

    objects = ScopedManager(organisation="organisation")

    class Meta:
        abstract = True
