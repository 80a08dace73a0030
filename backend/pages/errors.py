"""What is not there or not understood, told to a person as a page and to a program as a problem."""

from __future__ import annotations

import sys
from collections.abc import Callable
from inspect import unwrap
from typing import Any

from django.http import HttpRequest
from django.views import defaults

from backend.web.limits import no_room, refusal
from backend.web.problems import is_program, problem

# Without their own look at what was posted: it may be the very thing that can't be read.
_not_found: Callable[..., Any] = unwrap(defaults.page_not_found)
_bad_request: Callable[..., Any] = unwrap(defaults.bad_request)
_forbidden: Callable[..., Any] = unwrap(defaults.permission_denied)
_server_error: Callable[..., Any] = unwrap(defaults.server_error)


def not_found(request: HttpRequest, exception: Exception) -> Any:
    """404: below `/api/` in JSON, elsewhere the page."""
    if is_program(request):
        return problem(404, "There is nothing at this address.")
    return _not_found(request, exception)


def bad_request(request: HttpRequest, exception: Exception) -> Any:
    """400: what was sent is not understood."""
    if is_program(request):
        return problem(400, "The request is not understood.")
    return _bad_request(request, exception)


def forbidden(request: HttpRequest, exception: Exception) -> Any:
    """403: this person, or this program, may not do this."""
    return problem(403) if is_program(request) else _forbidden(request, exception)


def server_error(request: HttpRequest) -> Any:
    """500; or 503 where there was no room, such as for a session on a disk that is full."""
    why = no_room(sys.exc_info()[1])
    if why:
        try:
            return refusal(request, why)
        except Exception:  # the page itself needs what is full: then the one that needs nothing
            return _server_error(request)
    if is_program(request):
        return problem(500)
    return _server_error(request)
