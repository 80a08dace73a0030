"""The misbehaving mail server misbehaves exactly as told, and remembers what it was given."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from tests.faults.smtp_sink import Receipt, SmtpSink


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as started:
        yield started


def hand_over(sink: SmtpSink, *recipients: str, message_id: str = "<a@deplas>", wait: float = 10):
    message = EmailMessage()
    message["Message-ID"] = message_id
    message["Subject"] = "Een stap"
    message.set_content("Dag")
    with smtplib.SMTP(sink.host, sink.port, timeout=wait) as client:
        return client.send_message(message, "wij@deplas.example", list(recipients))


def test_an_honest_sink_remembers_mail_and_recipient(sink: SmtpSink) -> None:
    hand_over(sink, "samira@deplas.example", "omar@deplas.example")
    sink.wait_for(2)
    assert sink.accepted == [
        Receipt("<a@deplas>", "samira@deplas.example"),
        Receipt("<a@deplas>", "omar@deplas.example"),
    ]
    assert sink.connections == 1


def test_one_recipient_is_refused_and_the_other_is_not(sink: SmtpSink) -> None:
    sink.refused["weg@deplas.example"] = "550 5.1.1 No such mailbox"
    refused = hand_over(sink, "weg@deplas.example", "omar@deplas.example")
    assert refused == {"weg@deplas.example": (550, b"5.1.1 No such mailbox")}
    assert sink.accepted == [Receipt("<a@deplas>", "omar@deplas.example")]


def test_everybody_is_refused_for_now(sink: SmtpSink) -> None:
    sink.answer_to_recipient = "452 4.5.3 Too many recipients"
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
        hand_over(sink, "omar@deplas.example")
    assert refusal.value.recipients["omar@deplas.example"][0] == 452


def test_a_closing_server_says_421_and_hangs_up(sink: SmtpSink) -> None:
    sink.answer_to_sender = "421 4.3.2 Closing"
    with pytest.raises(smtplib.SMTPSenderRefused) as refusal:
        hand_over(sink, "omar@deplas.example")
    assert refusal.value.smtp_code == 421
    assert sink.received == []


def test_content_is_refused(sink: SmtpSink) -> None:
    sink.answer_to_data = "554 5.7.1 Looks like spam"
    with pytest.raises(smtplib.SMTPDataError):
        hand_over(sink, "omar@deplas.example")
    assert sink.received == []


def test_after_data_nobody_answers_though_the_mail_was_taken_in(sink: SmtpSink) -> None:
    sink.hang_after_data = True
    with pytest.raises((TimeoutError, smtplib.SMTPServerDisconnected)):
        hand_over(sink, "omar@deplas.example", wait=0.3)
    assert sink.accepted == []
    assert sink.unanswered == [Receipt("<a@deplas>", "omar@deplas.example")]


def test_the_line_is_cut_in_the_middle_of_the_second_mail(sink: SmtpSink) -> None:
    sink.disconnect_after = 1
    hand_over(sink, "omar@deplas.example", message_id="<1@deplas>")
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionResetError)):
        hand_over(sink, "omar@deplas.example", message_id="<2@deplas>")
    assert [receipt.message_id for receipt in sink.received] == ["<1@deplas>"]


def test_a_slow_server_answers_in_the_end(sink: SmtpSink) -> None:
    sink.drip_seconds = 0.05
    hand_over(sink, "omar@deplas.example")
    assert len(sink.accepted) == 1
