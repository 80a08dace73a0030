"""A mail server that answers out of step, in signs that no database takes, or about one recipient."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from backend.organisations.models import Person
from backend.outbox import outcomes
from backend.outbox.models import Delivery, Transport
from backend.outbox.states import State
from tests.conftest import member
from tests.outbox import factories
from tests.outbox.factories import owe
from tests.worker.raw_server import RawServer
from tests.worker.sending import over, paused, send
from worker.channels import registry

Serve = Callable[..., RawServer]


@pytest.fixture
def serve(settings, monkeypatch) -> Iterator[Serve]:
    """The way out leads to a server that says these lines."""
    factories.note()
    monkeypatch.setattr(outcomes, "RETRY_BASE", timedelta(hours=1))
    servers: list[RawServer] = []

    def started(**lines: bytes) -> RawServer:
        server = RawServer(**lines)
        servers.append(server)
        settings.SMTP_HOST, settings.SMTP_PORT = "127.0.0.1", server.port
        settings.SMTP_TIMEOUT = 2.0
        return server

    yield started
    registry.close_all()
    for server in servers:
        server.close()


def _states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.parametrize("answer", [b"hallo daar", b"", b"199 huh", b"354 huh", b"999 huh"])
def test_no_answer_to_the_content_is_taken_for_a_yes(serve, samira, answer):
    server = serve(content=answer)
    owe(samira)
    send()
    assert server.taken == 1
    assert _states() == [State.UNCERTAIN]


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("answer", [b"hallo daar", b"199 huh", b"350 huh", b"999 huh"])
def test_no_answer_at_the_envelope_is_taken_for_a_yes(serve, samira, verb, answer):
    server = serve(**{verb: answer})
    owe(samira)
    send()
    assert server.taken == 0
    assert _states() == [State.RETRY]


@pytest.mark.parametrize("verb", ["RCPT", "content", "MAIL"])
def test_signs_that_no_database_takes_end_nothing(serve, samira, omar, verb):
    serve(**{verb: b"550 5.1.1 no\0 user\x1b[31m\x07 unknown"})
    owe(samira)
    owe(omar)
    send()
    assert State.SENDING not in _states()
    assert State.LEASED not in _states()
    said = set(Delivery.objects.values_list("last_error", flat=True))
    assert said - {""} == {"no user [31m unknown"}
    assert paused() is (verb == "MAIL")


def test_signs_that_no_database_takes_at_the_beginning_rest_the_way_out(serve, samira):
    serve(EHLO=b"550 \0", HELO=b"550 \0 no")
    owe(samira)
    send()
    assert paused()
    assert _states() == [State.PENDING]


def test_a_password_that_cannot_be_put_on_the_line_is_a_way_out_that_failed(
    serve, samira, settings
):
    serve(EHLO=b"250-here\r\n250 AUTH PLAIN LOGIN")
    settings.SMTP_USER, settings.SMTP_PASSWORD = "post@deplas.example", "geheïm€"
    owe(samira)
    send()
    assert Transport.objects.get().last_error == "AUTH  UnicodeEncodeError"
    assert _states() == [State.PENDING]


@pytest.mark.parametrize(
    "reply",
    ["552 5.2.2 Mailbox has exceeded its monthly quota", "550 You have reached your daily limit"],
)
def test_what_is_said_of_one_recipient_alone_does_not_hold_the_others(
    sink, organisation, unit, reply
):
    """The second one is read as our own limit: even so each probe is another message."""
    colleagues = [member(organisation, unit, f"Collega{n} X") for n in range(6)]
    for n, colleague in enumerate(colleagues):
        address = f"c@plas{n}.example"
        Person.objects.filter(pk=colleague.person_id).update(email=address)
        colleague.person.email = address
        owe(colleague)
    sink.refused["c@plas0.example"] = reply
    for _probe in range(3):
        send()
        over()
    assert len(sink.accepted) == 5
