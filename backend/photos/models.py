"""Photos: resized, without EXIF, always with the words that describe them."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models
from django.utils import timezone

from backend.tenancy.constraints import tenant_target
from backend.tenancy.models import TenantModel
from backend.writing.columns import fit


def random_name(photo: Photo, name: str) -> str:
    """Where the file is kept: nothing in it can be guessed or tells anything."""
    token = secrets.token_urlsafe(18)
    return f"photos/{photo.organisation_id}/{token[:2]}/{token}.webp"


class Photo(TenantModel):
    """A picture that belongs to a step or a success; `alt` says what is to be seen."""

    file = models.ImageField(
        upload_to=random_name, max_length=120, width_field="width", height_field="height"
    )
    # The same, for where it stands among others; photos of before there were small ones have none.
    small = models.FileField(upload_to=random_name, max_length=120, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    alt = models.CharField(max_length=300)
    drawn = models.BooleanField(default=False)
    uploaded_by: Any = models.ForeignKey(
        "organisations.Membership", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Since when housekeeping has found it shown by nothing.
    unused_since = models.DateTimeField(null=True, blank=True)
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [tenant_target("photo_target"), fit("alt", name="photo")]
