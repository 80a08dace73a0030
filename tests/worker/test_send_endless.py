"""A mail server whose answer does not end: line upon line, or drop by drop."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest

from backend.outbox.models import Delivery
from backend.outbox.states import State
from tests.outbox import factories
from tests.outbox.factories import owe
from tests.worker.raw_server import RawServer
from tests.worker.sending import send
from worker.channels import registry

DROPS = {"lines": (b"550-5.1.1 no\r\n" * 100, 0.0), "drops": (b"5", 0.2)}


class EndlessServer(RawServer):
    """Says one thing without end, for as long as anybody listens."""

    def __init__(self, *, at: str, how: str) -> None:
        self._at, (self._piece, self._pause) = at, DROPS[how]
        super().__init__()

    def _say(self, line: socket.socket, what: str) -> None:
        ends = time.monotonic() + 20
        while what == self._at and time.monotonic() < ends:
            line.sendall(self._piece)
            time.sleep(self._pause)
        super()._say(line, what)


@pytest.fixture
def way_out(settings, samira) -> Iterator[None]:
    settings.SMTP_HOST, settings.SMTP_TIMEOUT = "127.0.0.1", 0.5
    factories.note()
    owe(samira)
    yield
    registry.close_all()


@pytest.mark.parametrize(
    ("at", "state"),
    [
        ("hello", State.PENDING), ("EHLO", State.PENDING), ("MAIL", State.RETRY), ("RCPT", State.RETRY),
        ("DATA", State.RETRY), ("content", State.UNCERTAIN),
    ],
)  # fmt: skip
@pytest.mark.parametrize("how", list(DROPS))
def test_an_answer_without_end_holds_nobody_up(way_out, settings, at, state, how):
    server = EndlessServer(at=at, how=how)
    settings.SMTP_PORT = server.port
    if how == "lines":
        settings.SMTP_TIMEOUT = 60  # so that only its length can end it
    begun = time.monotonic()
    try:
        send()
    finally:
        server.close()
    assert time.monotonic() - begun < 10
    assert Delivery.objects.get().state == state
