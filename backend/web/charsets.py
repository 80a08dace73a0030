"""Forms come in UTF-8, as every browser sends them; others are refused before anything reads them."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters

_READ = {"utf-8", "ascii"}


class Utf8Request(WSGIRequest):
    """Read as UTF-8 whatever its body is said to be in.

    Django would read what stands behind the question mark in that encoding too, while it makes the
    request: what fails there is answered by no page of ours.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        said = meta.get("CONTENT_TYPE", "")
        try:
            self.content_type, self.content_params = parse_header_parameters(said)
        except (ValueError, LookupError):  # a name in an encoding that there is not
            self.content_type, self.content_params = "", {"charset": said}


class Utf8Handler(WSGIHandler):
    """Makes such requests."""

    request_class = Utf8Request


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
