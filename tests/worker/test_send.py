"""Sending over a real connection to a mail server that answers as told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from backend.notifications import outbox, pauses, selectors
from backend.notifications.models import (
    Attempt,
    Delivery,
    Fanout,
    Pause,
    Priority,
    Suppression,
    Transport,
)
from backend.notifications.states import State
from backend.organisations.models import MembershipState, Person
from tests.conftest import member
from tests.notifications.factories import NOTE, content, note, owe
from tests.successes.factories import announced
from worker import sender

pytestmark = pytest.mark.django_db


def _send() -> int:
    return sender.send_due(priority=Priority.BULK)


def _again() -> None:
    """Let what waits for a next try be due at once, and the mail server be asked again."""
    Delivery.objects.filter(state=State.RETRY).update(not_before=timezone.now())
    _over()


def _over() -> None:
    """Let every pause be over."""
    Pause.objects.update(until=timezone.now())


def _paused(domain: str = "") -> bool:
    return pauses.resting(channel="email", domain=domain) is not None


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


def test_what_passes_is_tried_until_the_row_expires_and_no_longer(sink, samira):
    sink.refused = {samira.person.email: "452 4.2.2 Mailbox full"}
    owed = owe(samira, expires_at=timezone.now() + timedelta(days=1))
    for _number in range(20):
        _again()
        _send()
    owed.refresh_from_db()
    assert (owed.state, owed.attempts, owed.fault) == (State.RETRY, 20, "later")
    Delivery.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    _again()
    _send()
    owed.refresh_from_db()
    assert (owed.state, owed.fault, owed.last_code) == (State.EXPIRED, "later", "452")


def test_a_full_mailbox_may_be_emptied(sink, samira):
    sink.refused = {samira.person.email: "552 5.2.2 Mailbox full"}
    owed = owe(samira)
    _send()
    sink.refused = {}
    _again()
    _send()
    owed.refresh_from_db()
    assert owed.state == State.ACCEPTED


def test_a_refusal_of_the_content_ends_it_with_its_reason(sink, samira, omar):
    sink.answer_to_data = "554 5.7.1 Looks like spam"
    owed, other = owe(samira), owe(omar)
    _send()
    owed.refresh_from_db(), other.refresh_from_db()
    assert (owed.state, owed.last_code, owed.fault) == (State.DEAD, "554", "message")
    assert owed.last_error == "Looks like spam"
    assert other.state == State.DEAD  # another content: it is tried by itself
    assert not _paused()


@pytest.mark.parametrize(
    "answer",
    ["550 5.7.1 Sender not allowed", "452 4.3.1 Insufficient storage", "421 4.3.2 Closing"],
)
def test_a_sender_that_is_not_welcome_ends_nobody_but_rests_the_way_out_at_once(
    sink, samira, answer
):
    sink.answer_to_sender = answer
    owed = [owe(samira) for _number in range(10)]
    assert _send() == 1
    assert {(d.state, d.attempts) for d in Delivery.objects.all()} == {(State.PENDING, 0)}
    assert _paused()
    assert _send() == 0
    sink.answer_to_sender = None
    _over()
    _send()
    assert Delivery.objects.filter(state=State.ACCEPTED).count() == len(owed)
    assert not _paused()


def test_a_daily_limit_holds_everybody_and_ends_nobody(sink, organisation, unit, settings):
    """39 of 241 were taken; then the mail service had had enough of us for today."""
    settings.TRANSPORT_PAUSE_SECONDS = 60.0
    limit = "550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients"
    people = [member(organisation, unit, f"Collega{n} De Wit") for n in range(50)]
    rows = [owe(somebody) for somebody in people]
    sink.refused = {somebody.person.email: limit for somebody in people[9:]}
    _send()
    assert len(sink.accepted) == 9
    waiting = Delivery.objects.filter(state=State.PENDING)
    assert (waiting.count(), waiting.exclude(attempts=0).count()) == (41, 0)
    found = selectors.way_out()
    assert (found.paused, found.phase, found.code) == (True, "RCPT", "550")
    assert "daily limit" in found.words
    # Probed with one message, not with forty.
    asked = Attempt.objects.count()
    for _number in range(3):
        _over()
        assert _send() == 1
    assert Attempt.objects.count() == asked
    sink.refused = {}
    _over()
    _send()
    assert Delivery.objects.filter(state=State.ACCEPTED).count() == len(rows)
    assert len({r.recipient for r in sink.accepted}) == len(sink.accepted) == 50


def test_a_block_list_at_one_domain_holds_that_domain_only(sink, samira, omar, organisation, unit):
    elsewhere = member(organisation, unit, "Els De Boer")
    Person.objects.filter(pk=elsewhere.person_id).update(email="els@elders.example")
    listed = "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org"
    sink.refused = {samira.person.email: listed, omar.person.email: listed}
    held, second, other = owe(samira), owe(omar), owe(elsewhere)
    _send()
    for row in (held, second, other):
        row.refresh_from_db()
    assert (held.state, held.attempts, held.held_for) == (State.PENDING, 0, "deplas.example")
    assert (second.state, second.held_for) == (State.PENDING, "deplas.example")
    assert other.state == State.ACCEPTED
    assert _paused("deplas.example") and not _paused()
    asked = sink.connections
    assert _send() == 0 and sink.connections == asked
    sink.refused = {}
    _over()
    Delivery.objects.filter(state=State.PENDING).update(not_before=timezone.now())
    _send()
    assert Delivery.objects.filter(state=State.ACCEPTED).count() == 3
    assert not _paused("deplas.example")


def test_a_domain_that_goes_on_refusing_is_probed_with_one_message_and_rests_longer(
    sink, organisation, unit
):
    people = [member(organisation, unit, f"Collega{n} De Wit") for n in range(6)]
    for somebody in people:
        owe(somebody)
    refused = dict.fromkeys([p.person.email for p in people], "550 5.7.1 blocked by policy")
    sink.refused = refused
    _send()
    first = Pause.objects.get()
    for tries in (2, 3):
        _over()
        Delivery.objects.update(not_before=timezone.now())
        assert _send() == 1
        again = Pause.objects.get()
        assert again.tries == tries
        assert again.until - timezone.now() > timedelta(seconds=30 * 2 ** (tries - 1) - 5)
    assert again.since == first.since
    assert Delivery.objects.filter(state=State.PENDING, attempts=0).count() == 6


def test_of_several_senders_only_one_probes(sink, samira):
    sink.answer_to_sender = "530 5.7.0 Authentication required"
    owe(samira)
    _send()
    _over()
    found = Pause.objects.get()
    assert pauses.probe_take(found)
    assert not pauses.probe_take(found)
    assert _send() == 0


UNKNOWN = "550 5.0.0 Nee, dank u"


def test_an_unknown_refusal_is_the_recipients_at_first(sink, samira, omar):
    sink.refused = {samira.person.email: UNKNOWN}
    lost, fine = owe(samira), owe(omar)
    _send()
    lost.refresh_from_db(), fine.refresh_from_db()
    assert (lost.state, fine.state) == (State.BOUNCED, State.ACCEPTED)


def test_the_same_unknown_refusal_for_three_in_a_row_is_the_services(sink, organisation, unit):
    people = [member(organisation, unit, f"Collega{n} De Wit") for n in range(8)]
    for somebody in people:
        owe(somebody)
    sink.refused = {
        one.person.email: f"550 5.0.0 <{one.person.email}> nee (id 5a9{n}bc77d)"
        for n, one in enumerate(people)
    }
    _send()
    assert {(d.state, d.attempts) for d in Delivery.objects.all()} == {(State.PENDING, 0)}
    assert _paused("deplas.example")
    sink.refused = {}
    _over()
    Delivery.objects.update(not_before=timezone.now())
    _send()
    assert Delivery.objects.filter(state=State.ACCEPTED).count() == 8


@pytest.mark.parametrize("other", ["an accepted one", "another reply", "the same recipient"])
def test_a_row_of_three_is_broken_by_anything_else(sink, organisation, unit, other):
    people = [member(organisation, unit, f"Collega{n} De Wit") for n in range(4)]
    sink.refused = {one.person.email: UNKNOWN for one in people}
    if other == "an accepted one":
        del sink.refused[people[1].person.email]
    elif other == "another reply":
        sink.refused[people[1].person.email] = "550 5.0.0 Liever niet"
    else:
        people = [people[0], people[0], people[0], people[1]]
    for somebody in people:
        owe(somebody)
    _send()
    assert not Delivery.objects.filter(state=State.PENDING).exists()
    assert not _paused("deplas.example")


def test_after_three_in_a_row_an_announcements_counters_are_right(sink, samira, organisation, unit):
    found = _started(samira, queued=3)
    people = [member(organisation, unit, f"Collega{n} De Wit") for n in range(3)]
    for somebody in people:
        owe(somebody, fanout=found)
    sink.refused = {one.person.email: UNKNOWN for one in people}
    _send()
    found.refresh_from_db()
    assert (found.failed, found.accepted) == (0, 0)


def test_content_that_was_refused_is_tried_on_nobody_else_in_that_language(
    sink, samira, organisation, unit
):
    note(shared=True)
    found = _started(samira, queued=5)
    people = [member(organisation, unit, f"Collega{n} De Wit") for n in range(5)]
    Person.objects.filter(pk=people[4].person_id).update(language="en")
    for somebody in people:
        owe(somebody, message=NOTE, fanout=found)
    sink.answer_to_data = "552 5.3.4 Message size exceeds fixed limit"
    _send()
    rows = Delivery.objects.order_by("pk")
    assert {(d.state, d.fault, d.last_code) for d in rows} == {(State.DEAD, "message", "552")}
    assert sorted(row.attempts for row in rows) == [0, 0, 0, 1, 1]  # one for each language
    found.refresh_from_db()
    assert found.failed == 5


def _started(samira, **fields) -> Fanout:
    announcement = announced(samira)
    from backend.events.models import Event

    event = Event.objects.get(kind="announcement_requested", subject_id=announcement.pk)
    return Fanout.objects.create(
        organisation=samira.organisation, event=event, message=NOTE, subject_id=1,
        not_before=timezone.now(), finished_at=timezone.now(), **fields,
    )  # fmt: skip


def test_a_server_that_is_away_costs_no_try(sink, samira):
    owed = owe(samira)
    sink.stop()
    _send()
    owed.refresh_from_db()
    assert (owed.state, owed.attempts) == (State.PENDING, 0)
    assert Transport.objects.get().last_error == "CONNECT  ConnectionRefusedError"


def test_a_server_that_stays_away_rests_the_way_out_after_some_in_a_row(sink, samira, settings):
    settings.TRANSPORT_FAILURES = 3
    owe(samira)
    sink.stop()
    for _number in range(3):
        assert not _paused()
        Delivery.objects.update(not_before=timezone.now())
        _send()
    found = selectors.way_out()
    assert (found.paused, found.words, found.failures) == (True, "ConnectionRefusedError", 3)


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
    assert (broken.state, broken.attempts, broken.fault) == (State.RETRY, 1, "making")
    assert broken.last_error.startswith("ValueError tests/worker/test_send.py:")
    assert fine.state == State.ACCEPTED


def test_a_message_that_can_never_be_made_ends_as_a_named_fault(sink, samira):
    def build(delivery, language):
        raise ValueError("secret words")

    note(build=build)
    broken = owe(samira, message=NOTE)
    for _number in range(outbox.MOST_MAKINGS):
        _again()
        _send()
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
        _send()
    # Nothing was on the wire: both go back at once, untried.
    for row in rows:
        row.refresh_from_db()
        assert (row.state, row.attempts, row.lease_token) == (State.PENDING, 0, None)


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
