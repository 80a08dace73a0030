"""What is not there, told to a person as a page and to a program as JSON."""

from __future__ import annotations

import sys
from typing import Any

from django.http import HttpRequest, HttpResponseNotFound, JsonResponse
from django.views import defaults

from backend.web.limits import no_room, refusal


def not_found(request: HttpRequest, exception: Exception) -> Any:
    """404: below `/api/` in JSON, elsewhere the page."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": "Not found."}, status=HttpResponseNotFound.status_code)
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> Any:
    """500; or 503 where there was no room, such as for a session on a disk that is full."""
    why = no_room(sys.exc_info()[1])
    if why:
        try:
            return refusal(request, why)
        except Exception:  # the page itself needs what is full: then the one that needs nothing
            return defaults.server_error(request)
    return defaults.server_error(request)
