"""What a program is told when something is wrong: `application/problem+json` (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, JsonResponse

CONTENT_TYPE = "application/problem+json"


def is_program(request: HttpRequest) -> bool:
    """Whether a program asks, and not a person."""
    return request.path_info.startswith("/api/")


def members(
    status: int, detail: str = "", errors: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """What stands in a problem: `errors` has the sentences by the name of what they are about."""
    found = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    if detail:
        found["detail"] = detail
    return {**found, "errors": errors} if errors else found


def problem(status: int, detail: str = "") -> JsonResponse:
    """A problem as an answer."""
    return JsonResponse(members(status, detail), status=status, content_type=CONTENT_TYPE)
