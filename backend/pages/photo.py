"""A photo, to whoever is in its organisation and to nobody else."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from backend.organisations.http import HttpRequest
from backend.organisations.permissions import allow
from backend.photos.models import Photo


@allow("photo")
@require_safe
def photo(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The picture, or with `?small` a small one. Kept by this browser only, as it never changes."""
    found = get_object_or_404(Photo, uid=uid)
    try:
        with (found.small if found.small and "small" in request.GET else found.file).open(
            "rb"
        ) as file:
            content = file.read()
    except FileNotFoundError as gone:
        raise Http404 from gone
    response = HttpResponse(content, content_type="image/webp")
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    response["Content-Disposition"] = "inline"
    return response
