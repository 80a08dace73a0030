"""A photo, to whoever is in its organisation and to nobody else."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from backend.initiatives.models import Step
from backend.organisations.http import HttpRequest
from backend.photos.models import Photo
from backend.photos.selectors import photos_waiting
from backend.successes.models import Success
from backend.web.permissions import allow


@allow("photo")
@require_safe
def photo(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The picture, or with `?small` a small one; gone with the step or success that showed it.

    One that waits for its form is shown to who brought it.
    """
    waits = Q(pk__in=photos_waiting(membership=request.membership).values("pk"))
    found = get_object_or_404(Photo.objects.filter(_used() | waits), uid=uid)
    try:
        with (found.small if found.small and "small" in request.GET else found.file).open(
            "rb"
        ) as file:
            content = file.read()
    except FileNotFoundError as gone:
        raise Http404 from gone
    response = HttpResponse(content, content_type="image/webp")
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Disposition"] = "inline"
    return response


def _used() -> Q:
    here = OuterRef("pk")
    return Q(
        Exists(Step.objects.filter(photo=here, removed_at=None))
        | Exists(Success.objects.filter(photo=here))
    )
