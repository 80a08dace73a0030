"""Which photos wait for the form they came with, and which nothing shows any more."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from backend.photos.models import Photo

# Long enough for an afternoon's typing, and for whoever undoes something later that day.
WAITS = timedelta(days=1)


def photos_waiting(*, membership: Any, now: datetime | None = None) -> QuerySet[Photo]:
    """Photos that came with a page that was refused: for nobody but who brought them."""
    since = (now or timezone.now()) - WAITS
    return Photo.objects.filter(
        organisation=membership.organisation_id,
        uploaded_by=membership,
        uploaded_at__gt=since,
        alt="",
    )


def photo_waiting(*, membership: Any, uid: str) -> Photo | None:
    """The one of them with this uid, as a form sends it back."""
    try:
        wanted = UUID(uid)
    except ValueError:
        return None
    found: Photo | None = photos_waiting(membership=membership).filter(uid=wanted).first()
    return found


def alt_now(*, photo: Photo) -> str:
    """Its description as it stands now, whatever was read before."""
    return str(Photo.objects.values_list("alt", flat=True).get(pk=photo.pk))


def photo_taken(*, membership: Any, uid: str) -> bool:
    """Whether a photo that waited was saved along with its form by now."""
    try:
        wanted = UUID(uid)
    except ValueError:
        return False
    found = Photo.objects.filter(organisation=membership.organisation_id, uploaded_by=membership)
    return found.filter(uid=wanted).exclude(alt="").exists()


def photos_unused() -> QuerySet[Photo]:
    """Photos which nothing refers to, of whatever room."""
    used = Q()
    for relation in _relations():
        rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
        used |= Q(Exists(rows))
    return Photo.objects.filter(~used)


def _relations() -> list[Any]:
    """What refers to photos, known by the model only: rooms above this one."""
    every: list[Any] = Photo._meta.get_fields(include_hidden=True)
    return [field for field in every if field.auto_created and field.one_to_many]
