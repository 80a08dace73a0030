"""Each request has an id: in every line of the log that is written for it, and in its answer."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from uuid import uuid4

import structlog
from django.http import HttpRequest, HttpResponse

from backend.web import counting

# A proxy's own id is taken over where it can't be anything else.
_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
HEADER = "X-Request-ID"


def chosen(given: str) -> str:
    """The id that a proxy gave, or one of ours."""
    return given if _GIVEN.fullmatch(given) else uuid4().hex


class RequestMiddleware:
    """Outermost: names the request, counts it, and notes how long it took."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = chosen(request.headers.get(HEADER, ""))
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=name)
        began = time.perf_counter()
        response = self.get_response(request)
        response.headers[HEADER] = name
        match = request.resolver_match
        counting.note(
            view=match.view_name if match else "",
            method=request.method or "",
            status=response.status_code,
            seconds=time.perf_counter() - began,
        )
        return response
