"""A mail server that is away, or falls silent: what is tried again, and what is not."""

from __future__ import annotations

import pytest
from django.utils import timezone

from backend.outbox import ways_out
from backend.outbox.models import Delivery, Transport
from backend.outbox.states import State
from tests.outbox.factories import owe
from tests.worker.sending import again, paused, send

pytestmark = pytest.mark.django_db


def test_a_server_that_is_away_costs_no_try(sink, samira):
    owed = owe(samira)
    sink.stop()
    send()
    owed.refresh_from_db()
    assert (owed.state, owed.attempts) == (State.PENDING, 0)
    assert Transport.objects.get().last_error == "CONNECT  ConnectionRefusedError"


def test_a_server_that_stays_away_rests_the_way_out_after_some_in_a_row(sink, samira, settings):
    settings.TRANSPORT_FAILURES = 3
    owe(samira)
    sink.stop()
    for _number in range(3):
        assert not paused()
        Delivery.objects.update(not_before=timezone.now())
        send()
    found = ways_out.way_out()
    assert (found.paused, found.words, found.failures) == (True, "ConnectionRefusedError", 3)


def test_a_connection_that_went_away_meanwhile_is_made_anew(sink, samira, settings):
    owe(samira)
    send()
    port = sink.port
    sink.stop()
    from worker.channels import registry

    registry.find("email")._used_at -= 3600
    sink.start()
    settings.SMTP_PORT = sink.port
    owe(samira)
    send()
    assert len(sink.accepted) == 2
    assert port


def test_a_silence_after_the_last_byte_is_uncertain_and_is_not_sent_again(sink, samira, settings):
    settings.SMTP_TIMEOUT = 0.3
    sink.hang_after_data = True
    owed = owe(samira)
    send()
    sink.release()
    owed.refresh_from_db()
    assert owed.state == State.UNCERTAIN
    again()
    assert send() == 0


def test_a_connection_cut_before_the_answer_is_uncertain(sink, samira):
    sink.disconnect_after = 0
    owed = owe(samira)
    send()
    owed.refresh_from_db()
    assert owed.state == State.UNCERTAIN


def test_a_silence_at_the_envelope_is_tried_again(sink, samira, settings):
    settings.SMTP_TIMEOUT = 0.3
    owe(samira)
    send()
    sink.drip_seconds = 1.0
    owed = owe(samira)
    send()
    owed.refresh_from_db()
    assert owed.state == State.RETRY
