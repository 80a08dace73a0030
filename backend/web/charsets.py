"""Forms come in UTF-8, as every browser sends them; others are refused before anything reads them."""

from __future__ import annotations

import codecs
from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

_READ = {"utf-8", "ascii"}


class CharsetMiddleware:
    """400 for a body in an encoding that we don't read, or that is none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset")
        if request.method == "POST" and charset and not _is_read(charset):
            raise BadRequest("This encoding is not read.")
        return self.get_response(request)


def _is_read(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name in _READ
    except (LookupError, ValueError):
        return False
