"""Sending over a real connection to a mail server that answers as told."""

from __future__ import annotations

import pytest

from backend.outbox import claims, outcomes
from backend.outbox.models import Attempt, Delivery, Priority
from backend.outbox.states import State
from tests.outbox.factories import NOTE, content, note, owe
from tests.worker.sending import again, send
from worker import sender

pytestmark = pytest.mark.django_db


def test_a_message_arrives_and_is_accepted_under_its_own_id(sink, samira):
    owed = owe(samira)
    assert send() == 1
    owed.refresh_from_db()
    assert (owed.state, owed.attempts, owed.last_code) == (State.ACCEPTED, 1, "250")
    assert owed.message_id == f"<{owed.uid}@localhost>"
    assert [(r.message_id, r.recipient) for r in sink.accepted] == [
        (owed.message_id, samira.person.email)
    ]
    assert list(Attempt.objects.values_list("outcome", "code")) == [("accepted", "250")]
    assert owed.settled_at and owed.lease_token is None


def test_many_messages_go_over_one_connection(sink, samira):
    for _number in range(45):
        owe(samira)
    assert send() == 45
    assert sink.connections == 1


def test_a_second_run_changes_nothing(sink, samira):
    owe(samira)
    send()
    assert send() == 0
    assert len(sink.received) == 1


def test_a_message_that_cannot_be_made_stops_no_other(sink, samira, omar):
    def build(delivery, language):
        if delivery.membership_id == samira.pk:
            raise ValueError("secret words")
        return content()

    note(build=build)
    broken, fine = owe(samira, message=NOTE), owe(omar, message=NOTE)
    send()
    broken.refresh_from_db(), fine.refresh_from_db()
    assert (broken.state, broken.attempts, broken.fault) == (State.RETRY, 1, "making")
    assert broken.last_error.startswith("ValueError tests/worker/test_send.py:")
    assert fine.state == State.ACCEPTED


def test_a_message_that_can_never_be_made_ends_as_a_named_fault(sink, samira):
    def build(delivery, language):
        raise ValueError("secret words")

    note(build=build)
    broken = owe(samira, message=NOTE)
    for _number in range(outcomes.MOST_MAKINGS):
        again()
        send()
    broken.refresh_from_db()
    assert (broken.state, broken.fault) == (State.DEAD, "making")
    assert "secret" not in broken.last_error


def test_the_end_of_a_tasks_time_is_kept_by_nobody(sink, samira, omar):
    from billiard.exceptions import SoftTimeLimitExceeded

    def build(delivery, language):
        raise SoftTimeLimitExceeded

    note(build=build)
    rows = [owe(samira, message=NOTE), owe(omar, message=NOTE)]
    with pytest.raises(SoftTimeLimitExceeded):
        send()
    # Nothing was on the wire: both go back at once, untried.
    for row in rows:
        row.refresh_from_db()
        assert (row.state, row.attempts, row.lease_token) == (State.PENDING, 0, None)


def test_a_lost_lease_is_not_sent(sink, samira, monkeypatch):
    owed = owe(samira)
    claim = claims.claim

    def slow(**fields):
        found = claim(**fields)
        Delivery.objects.filter(pk=owed.pk).update(lease_token=None, state=State.PENDING)
        monkeypatch.setattr(claims, "claim", lambda **_: [])
        return found

    monkeypatch.setattr(claims, "claim", slow)
    send()
    owed.refresh_from_db()
    assert (owed.state, sink.received) == (State.PENDING, [])


def test_the_limit_of_the_mail_service_is_kept(sink, samira, settings):
    settings.MAIL_PER_MINUTE = 60
    for _number in range(30):
        owe(samira)
    assert send() == 7
    assert Delivery.objects.filter(state=State.PENDING).count() == 23


def test_a_code_is_erased_once_it_left(sink, samira):
    from backend.messaging import services

    owed = services.delivery_request(message="sign_in_code", person=samira.person, secret="483920")
    sender.send_due(priority=Priority.TRANSACTIONAL)
    owed.refresh_from_db()
    assert (owed.state, owed.secret) == (State.ACCEPTED, None)
