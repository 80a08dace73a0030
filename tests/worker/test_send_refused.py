"""What a mail server refuses: whose fault it was, what ends, what waits, and what rests."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from backend.organisations.models import Person
from backend.outbox import pauses, ways_out
from backend.outbox.models import Attempt, Delivery, Pause
from backend.outbox.states import State
from tests.conftest import member
from tests.outbox.factories import NOTE, note, owe
from tests.worker.sending import again, over, paused, send, started
from worker.channels.email import mail

pytestmark = pytest.mark.django_db


def test_a_refused_address_ends_there(sink, samira, omar):
    sink.refused = {samira.person.email: "550 5.1.1 No such mailbox"}
    lost, fine = owe(samira), owe(omar)
    send()
    lost.refresh_from_db(), fine.refresh_from_db()
    assert (lost.state, lost.last_code) == (State.BOUNCED, "550")
    assert fine.state == State.ACCEPTED
    again()
    assert send() == 0


def test_the_servers_words_are_not_kept_for_they_may_hold_an_address(sink, samira):
    sink.refused = {samira.person.email: f"550 {samira.person.email} unknown"}
    owed = owe(samira)
    send()
    owed.refresh_from_db()
    assert samira.person.email not in owed.last_error


def test_what_a_server_says_of_our_own_address_is_our_fault(sink, samira):
    refusal = f"550 5.1.1 <{mail.envelope_sender()}>: user unknown"
    sink.refused = {samira.person.email: refusal}
    owed = owe(samira)
    send()
    owed.refresh_from_db()
    assert owed.fault == "service"


@pytest.mark.parametrize("answer", ["450 4.2.1 Busy", "452 4.5.3 Too many recipients"])
def test_a_deferred_address_is_tried_again_with_the_same_id(sink, samira, answer):
    sink.refused = {samira.person.email: answer}
    owed = owe(samira)
    send()
    owed.refresh_from_db()
    first = owed.message_id
    assert (owed.state, owed.last_code) == (State.RETRY, answer[:3])
    assert owed.not_before > timezone.now()
    sink.refused = {}
    again()
    send()
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
        again()
        send()
    owed.refresh_from_db()
    assert (owed.state, owed.attempts, owed.fault) == (State.RETRY, 20, "later")
    Delivery.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    again()
    send()
    owed.refresh_from_db()
    assert (owed.state, owed.fault, owed.last_code) == (State.EXPIRED, "later", "452")


def test_a_full_mailbox_may_be_emptied(sink, samira):
    sink.refused = {samira.person.email: "552 5.2.2 Mailbox full"}
    owed = owe(samira)
    send()
    sink.refused = {}
    again()
    send()
    owed.refresh_from_db()
    assert owed.state == State.ACCEPTED


def test_a_refusal_of_the_content_ends_it_with_its_reason(sink, samira, omar):
    sink.answer_to_data = "554 5.7.1 Looks like spam"
    owed, other = owe(samira), owe(omar)
    send()
    owed.refresh_from_db(), other.refresh_from_db()
    assert (owed.state, owed.last_code, owed.fault) == (State.DEAD, "554", "message")
    assert owed.last_error == "Looks like spam"
    assert other.state == State.DEAD  # another content: it is tried by itself
    assert not paused()


@pytest.mark.parametrize(
    "answer",
    ["550 5.7.1 Sender not allowed", "452 4.3.1 Insufficient storage", "421 4.3.2 Closing"],
)
def test_a_sender_that_is_not_welcome_ends_nobody_but_rests_the_way_out_at_once(
    sink, samira, answer
):
    sink.answer_to_sender = answer
    owed = [owe(samira) for _number in range(10)]
    assert send() == 1
    assert {(d.state, d.attempts) for d in Delivery.objects.all()} == {(State.PENDING, 0)}
    assert paused()
    assert send() == 0
    sink.answer_to_sender = None
    over()
    send()
    assert Delivery.objects.filter(state=State.ACCEPTED).count() == len(owed)
    assert not paused()


def test_a_daily_limit_holds_everybody_and_ends_nobody(sink, organisation, unit, settings):
    """39 of 241 were taken; then the mail service had had enough of us for today."""
    settings.TRANSPORT_PAUSE_SECONDS = 60.0
    limit = "550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients"
    people = [member(organisation, unit, f"Collega{n} De Wit") for n in range(50)]
    rows = [owe(somebody) for somebody in people]
    sink.refused = {somebody.person.email: limit for somebody in people[9:]}
    send()
    assert len(sink.accepted) == 9
    waiting = Delivery.objects.filter(state=State.PENDING)
    assert (waiting.count(), waiting.exclude(attempts=0).count()) == (41, 0)
    found = ways_out.way_out()
    assert (found.paused, found.phase, found.code) == (True, "RCPT", "550")
    assert "daily limit" in found.words
    # Probed with one message, not with forty.
    asked = Attempt.objects.count()
    for _number in range(3):
        over()
        assert send() == 1
    assert Attempt.objects.count() == asked
    sink.refused = {}
    over()
    send()
    assert Delivery.objects.filter(state=State.ACCEPTED).count() == len(rows)
    assert len({r.recipient for r in sink.accepted}) == len(sink.accepted) == 50


def test_a_block_list_at_one_domain_holds_that_domain_only(sink, samira, omar, organisation, unit):
    elsewhere = member(organisation, unit, "Els De Boer")
    Person.objects.filter(pk=elsewhere.person_id).update(email="els@elders.example")
    listed = "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org"
    sink.refused = {samira.person.email: listed, omar.person.email: listed}
    held, second, other = owe(samira), owe(omar), owe(elsewhere)
    send()
    for row in (held, second, other):
        row.refresh_from_db()
    assert (held.state, held.attempts, held.held_for) == (State.PENDING, 0, "deplas.example")
    assert (second.state, second.held_for) == (State.PENDING, "deplas.example")
    assert other.state == State.ACCEPTED
    assert paused("deplas.example") and not paused()
    asked = sink.connections
    assert send() == 0 and sink.connections == asked
    sink.refused = {}
    over()
    Delivery.objects.filter(state=State.PENDING).update(not_before=timezone.now())
    send()
    assert Delivery.objects.filter(state=State.ACCEPTED).count() == 3
    assert not paused("deplas.example")


def test_a_domain_that_goes_on_refusing_is_probed_with_one_message_and_rests_longer(
    sink, organisation, unit
):
    people = [member(organisation, unit, f"Collega{n} De Wit") for n in range(6)]
    for somebody in people:
        owe(somebody)
    refused = dict.fromkeys([p.person.email for p in people], "550 5.7.1 blocked by policy")
    sink.refused = refused
    send()
    first = Pause.objects.get()
    for tries in (2, 3):
        over()
        Delivery.objects.update(not_before=timezone.now())
        assert send() == 1
        again = Pause.objects.get()
        assert again.tries == tries
        assert again.until - timezone.now() > timedelta(seconds=30 * 2 ** (tries - 1) - 5)
    assert again.since == first.since
    assert Delivery.objects.filter(state=State.PENDING, attempts=0).count() == 6


def test_of_several_senders_only_one_probes(sink, samira):
    sink.answer_to_sender = "530 5.7.0 Authentication required"
    owe(samira)
    send()
    over()
    found = Pause.objects.get()
    assert pauses.probe_take(found)
    assert not pauses.probe_take(found)
    assert send() == 0


UNKNOWN = "550 5.0.0 Nee, dank u"


def test_an_unknown_refusal_is_the_recipients_at_first(sink, samira, omar):
    sink.refused = {samira.person.email: UNKNOWN}
    lost, fine = owe(samira), owe(omar)
    send()
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
    send()
    assert {(d.state, d.attempts) for d in Delivery.objects.all()} == {(State.PENDING, 0)}
    assert paused("deplas.example")
    sink.refused = {}
    over()
    Delivery.objects.update(not_before=timezone.now())
    send()
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
    send()
    assert not Delivery.objects.filter(state=State.PENDING).exists()
    assert not paused("deplas.example")


def test_after_three_in_a_row_an_announcements_counters_are_right(sink, samira, organisation, unit):
    found = started(samira, queued=3)
    people = [member(organisation, unit, f"Collega{n} De Wit") for n in range(3)]
    for somebody in people:
        owe(somebody, fanout=found)
    sink.refused = {one.person.email: UNKNOWN for one in people}
    send()
    found.refresh_from_db()
    assert (found.failed, found.accepted) == (0, 0)


def test_content_that_was_refused_is_tried_on_nobody_else_in_that_language(
    sink, samira, organisation, unit
):
    note(shared=True)
    found = started(samira, queued=5)
    people = [member(organisation, unit, f"Collega{n} De Wit") for n in range(5)]
    Person.objects.filter(pk=people[4].person_id).update(language="en")
    for somebody in people:
        owe(somebody, message=NOTE, fanout=found)
    sink.answer_to_data = "552 5.3.4 Message size exceeds fixed limit"
    send()
    rows = Delivery.objects.order_by("pk")
    assert {(d.state, d.fault, d.last_code) for d in rows} == {(State.DEAD, "message", "552")}
    assert sorted(row.attempts for row in rows) == [0, 0, 0, 1, 1]  # one for each language
    found.refresh_from_db()
    assert found.failed == 5
