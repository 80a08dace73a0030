"""Pages go over the line compressed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_TEXTS = ("text/", "application/json", "application/vnd.oai.openapi", "image/svg+xml")


class TextGZipMiddleware(GZipMiddleware):
    """Django's compression, with its guard against guessing secrets by length; for texts only.

    A photo is compressed already: once more would cost time and save nothing.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> Any:
        if not response.headers.get("Content-Type", "").startswith(_TEXTS):
            return response
        return super().process_response(request, response)
