"""A wire to the application in this process, without a web server in between."""

from __future__ import annotations

import time

from django.test import Client

from tests.benchmarks.web import Answer


class InProcess:
    """What a visitor sends goes straight to Django."""

    def __init__(self) -> None:
        self._client = Client(SERVER_NAME="localhost")

    def send(self, method: str, url: str, headers: dict[str, str], body: bytes = b"") -> Answer:
        """As a web server would hand it on."""
        self._client.cookies.load(headers["Cookie"])
        kind = headers.get("Content-Type", "")
        began = time.perf_counter()
        answer = self._client.generic(method, url, body, kind, headers=headers)
        seconds = time.perf_counter() - began
        return Answer(answer.status_code, answer.headers, answer.content, seconds)
