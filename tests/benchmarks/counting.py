"""Which process answered, and how many queries it took, in the headers of an answer."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

PROCESS, ASK, QUERIES = "X-Bench-Process", "X-Bench-Count", "X-Bench-Queries"


class CountingMiddleware:
    """Around everything else; queries are counted where that is asked, for it costs a little."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if ASK not in request.headers:
            response = self._get_response(request)
        else:
            response = self._counted(request)
        response[PROCESS] = str(os.getpid())
        return response

    def _counted(self, request: HttpRequest) -> HttpResponse:
        queries = 0

        def count(execute: Callable[..., Any], *arguments: Any) -> Any:
            nonlocal queries
            queries += 1
            return execute(*arguments)

        with connection.execute_wrapper(count):
            response = self._get_response(request)
        response[QUERIES] = str(queries)
        return response
