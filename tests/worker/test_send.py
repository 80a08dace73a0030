"""Sending over a real connection to a mail server that answers as told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from backend.notifications import outbox, selectors
from backend.notifications.models import (
    Attempt,
    Delivery,
    Fanout,
    Priority,
    Suppression,
    Transport,
)
from backend.notifications.states import State
from backend.organisations.models import MembershipState
from tests.notifications.factories import NOTE, content, note, owe
from tests.successes.factories import announced
from worker import sender

pytestmark = pytest.mark.django_db


def _send() -> int:
    return sender.send_due(priority=Priority.BULK)


def _again() -> None:
    """Let what waits for a next try be due at once, and the mail server be asked again."""
    Delivery.objects.filter(state=State.RETRY).update(not_before=timezone.now())
    Transport.objects.update(paused_until=None)


def test_a_message_arrives_and_is_accepted_under_its_own_id(sink, samira):
    owed = owe(samira)
    assert _send() == 1
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
    assert _send() == 45
    assert sink.connections == 1


def test_a_second_run_changes_nothing(sink, samira):
    owe(samira)
    _send()
    assert _send() == 0
    assert len(sink.received) == 1


def test_a_refused_address_ends_there(sink, samira, omar):
    sink.refused = {samira.person.email: "550 5.1.1 No such mailbox"}
    lost, fine = owe(samira), owe(omar)
    _send()
    lost.refresh_from_db(), fine.refresh_from_db()
    assert (lost.state, lost.last_code) == (State.BOUNCED, "550")
    assert fine.state == State.ACCEPTED
    _again()
    assert _send() == 0


def test_the_servers_words_are_not_kept_for_they_may_hold_an_address(sink, samira):
    sink.refused = {samira.person.email: f"550 {samira.person.email} unknown"}
    owed = owe(samira)
    _send()
    owed.refresh_from_db()
    assert samira.person.email not in owed.last_error


@pytest.mark.parametrize("answer", ["450 4.2.1 Busy", "452 4.5.3 Too many recipients"])
def test_a_deferred_address_is_tried_again_with_the_same_id(sink, samira, answer):
    sink.refused = {samira.person.email: answer}
    owed = owe(samira)
    _send()
    owed.refresh_from_db()
    first = owed.message_id
    assert (owed.state, owed.last_code) == (State.RETRY, answer[:3])
    assert owed.not_before > timezone.now()
    sink.refused = {}
    _again()
    _send()
    owed.refresh_from_db()
    assert (owed.state, owed.attempts, owed.message_id) == (State.ACCEPTED, 2, first)
    assert list(Attempt.objects.order_by("id").values_list("outcome", flat=True)) == [
        "retry",
        "accepted",
    ]


def test_after_enough_tries_it_is_given_up(sink, samira):
    sink.refused = {samira.person.email: "450 4.2.1 Busy"}
    owed = owe(samira)
    for _number in range(outbox.MOST_ATTEMPTS):
        _again()
        _send()
    owed.refresh_from_db()
    assert (owed.state, owed.attempts) == (State.DEAD, outbox.MOST_ATTEMPTS)


def test_a_refusal_of_the_content_ends_it(sink, samira):
    sink.answer_to_data = "554 5.7.1 Looks like spam"
    owed = owe(samira)
    _send()
    owed.refresh_from_db()
    assert (owed.state, owed.last_code) == (State.BOUNCED, "554")


def test_a_sender_that_is_not_welcome_ends_nobody_but_rests_the_way_out(sink, samira, settings):
    settings.TRANSPORT_FAILURES = 1
    sink.answer_to_sender = "550 5.7.1 Sender not allowed"
    owed = owe(samira)
    _send()
    owed.refresh_from_db()
    assert owed.state == State.RETRY
    assert selectors.transport_paused_until(name="email")
    assert _send() == 0


def test_a_server_that_closes_is_left_alone_after_three_times(sink, samira):
    sink.answer_to_sender = "421 4.3.2 Closing"
    for _number in range(10):
        owe(samira)
    _send()
    assert Transport.objects.get().failures == 3
    assert selectors.transport_paused_until(name="email")
    assert Delivery.objects.filter(state=State.PENDING).count() == 7
    sink.answer_to_sender = None
    _again()
    _send()
    assert Delivery.objects.filter(state=State.ACCEPTED).count() == 10
    assert selectors.transport_paused_until(name="email") is None


def test_a_server_that_is_away_costs_no_try(sink, samira):
    owed = owe(samira)
    sink.stop()
    _send()
    owed.refresh_from_db()
    assert (owed.state, owed.attempts) == (State.PENDING, 0)
    assert Transport.objects.get().last_error == "ConnectionRefusedError"


def test_a_connection_that_went_away_meanwhile_is_made_anew(sink, samira, settings):
    owe(samira)
    _send()
    port = sink.port
    sink.stop()
    from worker.channels import registry

    registry.find("email")._used_at -= 3600
    sink.start()
    settings.SMTP_PORT = sink.port
    owe(samira)
    _send()
    assert len(sink.accepted) == 2
    assert port


def test_a_silence_after_the_last_byte_is_uncertain_and_is_not_sent_again(sink, samira, settings):
    settings.SMTP_TIMEOUT = 0.3
    sink.hang_after_data = True
    owed = owe(samira)
    _send()
    sink.release()
    owed.refresh_from_db()
    assert owed.state == State.UNCERTAIN
    _again()
    assert _send() == 0


def test_a_connection_cut_before_the_answer_is_uncertain(sink, samira):
    sink.disconnect_after = 0
    owed = owe(samira)
    _send()
    owed.refresh_from_db()
    assert owed.state == State.UNCERTAIN


def test_a_silence_at_the_envelope_is_tried_again(sink, samira, settings):
    settings.SMTP_TIMEOUT = 0.3
    owe(samira)
    _send()
    sink.drip_seconds = 1.0
    owed = owe(samira)
    _send()
    owed.refresh_from_db()
    assert owed.state == State.RETRY


def test_who_left_meanwhile_is_not_mailed(sink, samira):
    note(still_due=lambda delivery: delivery.membership.state == MembershipState.ACTIVE)
    owed = owe(samira, message=NOTE)
    samira.state = MembershipState.LEFT
    samira.save()
    _send()
    owed.refresh_from_db()
    assert (owed.state, sink.received) == (State.CANCELLED, [])
    assert not Attempt.objects.exists()


def test_what_is_past_its_time_is_not_sent(sink, samira):
    owed = owe(samira, expires_at=timezone.now() - timedelta(seconds=1))
    _send()
    owed.refresh_from_db()
    assert (owed.state, sink.received) == (State.EXPIRED, [])


def test_a_suppressed_address_is_not_written_to(sink, samira, omar):
    Suppression.objects.create(
        organisation=samira.organisation,
        channel="email",
        address_hash=selectors.address_hash(samira.person.email.upper()),
        reason="complaint",
    )
    owed, other = owe(samira), owe(omar)
    _send()
    owed.refresh_from_db(), other.refresh_from_db()
    assert (owed.state, other.state) == (State.SUPPRESSED, State.ACCEPTED)


def test_all_that_is_owed_to_a_suppressed_address_is_left(sink, samira):
    Suppression.objects.create(
        organisation=samira.organisation,
        channel="email",
        address_hash=selectors.address_hash(samira.person.email),
        reason="complaint",
    )
    owe(samira), owe(samira)
    _send()
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SUPPRESSED}
    assert not sink.received


def test_what_is_wanted_is_asked_when_the_way_out_is_open(sink, samira, monkeypatch):
    """Finding the mail server may take long; who turns mail off meanwhile is not mailed."""
    from worker.channels import registry

    wanted = [True]
    note(still_due=lambda delivery: wanted[0])
    owed = owe(samira, message=NOTE)
    channel = registry.find("email")
    monkeypatch.setattr(channel, "open", lambda: wanted.__setitem__(0, False))
    _send()
    owed.refresh_from_db()
    assert (owed.state, sink.received) == (State.CANCELLED, [])


def test_what_may_not_arrive_yet_waits_untried(sink, samira):
    later = timezone.now() + timedelta(hours=3)
    note(not_before=lambda delivery: later)
    owed = owe(samira, message=NOTE)
    _send()
    owed.refresh_from_db()
    assert (owed.state, owed.attempts, owed.not_before) == (State.PENDING, 0, later)


def test_an_announcement_called_back_while_it_leaves_stops_at_once(sink, samira, omar):
    announcement = announced(samira)
    from backend.events.models import Event

    event = Event.objects.get(subject_type="announcement", subject_id=announcement.pk)
    found = Fanout.objects.create(
        organisation=samira.organisation, event=event, message=NOTE, subject_id=1,
        not_before=timezone.now(), queued=1, called_back_at=timezone.now(),
    )  # fmt: skip
    owed = owe(omar, fanout=found)
    _send()
    owed.refresh_from_db(), found.refresh_from_db()
    assert (owed.state, sink.received) == (State.CANCELLED, [])
    assert found.cancelled == 1


def test_a_message_that_cannot_be_made_stops_no_other(sink, samira, omar):
    def build(delivery, language):
        if delivery.membership_id == samira.pk:
            raise ValueError("secret words")
        return content()

    note(build=build)
    broken, fine = owe(samira, message=NOTE), owe(omar, message=NOTE)
    _send()
    broken.refresh_from_db(), fine.refresh_from_db()
    assert (broken.state, broken.attempts, broken.last_error) == (State.RETRY, 1, "ValueError")
    assert fine.state == State.ACCEPTED


def test_a_lost_lease_is_not_sent(sink, samira, monkeypatch):
    owed = owe(samira)
    claim = outbox.claim

    def slow(**fields):
        found = claim(**fields)
        Delivery.objects.filter(pk=owed.pk).update(lease_token=None, state=State.PENDING)
        monkeypatch.setattr(outbox, "claim", lambda **_: [])
        return found

    monkeypatch.setattr(outbox, "claim", slow)
    _send()
    owed.refresh_from_db()
    assert (owed.state, sink.received) == (State.PENDING, [])


def test_the_limit_of_the_mail_service_is_kept(sink, samira, settings):
    settings.MAIL_PER_MINUTE = 60
    for _number in range(30):
        owe(samira)
    assert _send() == 7
    assert Delivery.objects.filter(state=State.PENDING).count() == 23


def test_a_code_is_erased_once_it_left(sink, samira):
    from backend.notifications import services

    owed = services.delivery_request(message="sign_in_code", person=samira.person, secret="483920")
    sender.send_due(priority=Priority.TRANSACTIONAL)
    owed.refresh_from_db()
    assert (owed.state, owed.secret) == (State.ACCEPTED, None)
