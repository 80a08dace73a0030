"""Answering: one line in the log for each request, with its id, and a HEAD without a body."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any

import structlog
from waitress.task import WSGITask

from backend.config.logs import masked
from backend.web.limits import REFUSED

log = structlog.get_logger()


class Task(WSGITask):  # type: ignore[misc]
    """A request, served by the application in a thread."""

    def get_environment(self) -> dict[str, Any]:
        """WSGI's environment; it says why there is no body where it was refused."""
        environ: dict[str, Any] = super().get_environment()
        if self.request.refused:
            environ[REFUSED] = self.request.refused
        return environ

    def write(self, data: bytes) -> None:
        """Send on; of an answer to HEAD the head only."""
        super().write(b"" if self.request.command == "HEAD" else data)

    def build_response_header(self) -> bytes:
        """The head. One without a length would be sent in pieces, of which HEAD has none."""
        head: bytes = super().build_response_header()
        if self.request.command == "HEAD":
            self.chunked_response = False
        return head

    def service(self) -> None:
        """Serve it, and note it: method, path without secrets, status, microseconds."""
        began = time.perf_counter()
        try:
            super().service()
        finally:
            spent = int((time.perf_counter() - began) * 1_000_000)
            status = self.status.split(" ", 1)[0]
            path = masked(self.request.path.replace("\r", "").replace("\n", ""))
            with suppress(OSError):  # a full disk ends the log, and no page
                log.info(
                    "request",
                    method=self.request.command,
                    path=path,
                    status=int(status) if status.isdecimal() else 0,
                    microseconds=spent,
                )
            structlog.contextvars.clear_contextvars()
