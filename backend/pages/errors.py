"""What is not there, told to a person as a page and to a program as JSON."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseNotFound, JsonResponse
from django.views import defaults


def not_found(request: HttpRequest, exception: Exception) -> Any:
    """404: below `/api/` in JSON, elsewhere the page."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": "Not found."}, status=HttpResponseNotFound.status_code)
    return defaults.page_not_found(request, exception)
