"""How the API refuses: always as a problem, with what is wrong by its name."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail
from rest_framework.response import Response
from rest_framework.views import exception_handler

from backend.web import problems


def refused(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to what a view of the API raised; None for a fault of ours, which ends as 500."""
    response = exception_handler(error, context)
    if response is None:
        if not isinstance(error, BadRequest):
            return None
        response = Response(status=400)
    told = response.data
    detail = told.get("detail") if isinstance(told, dict) else None
    if isinstance(detail, ErrorDetail):
        found = problems.members(response.status_code, str(detail))
    else:
        errors = told if isinstance(told, dict) else {"": told} if told else None
        found = problems.members(response.status_code, _("We did not understand this."), errors)
    response.data = found
    response.content_type = problems.CONTENT_TYPE
    return response
