"""What is asked of the moment at which a message leaves: who is here, wanted, due, reachable."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from backend.organisations.models import MembershipState
from backend.outbox import addressing
from backend.outbox.models import Attempt, Delivery, Fanout, Suppression
from backend.outbox.states import State
from tests.outbox.factories import NOTE, note, owe
from tests.successes.factories import announced
from tests.worker.sending import send

pytestmark = pytest.mark.django_db


def test_who_left_meanwhile_is_not_mailed(sink, samira):
    note(still_due=lambda delivery: delivery.membership.state == MembershipState.ACTIVE)
    owed = owe(samira, message=NOTE)
    samira.state = MembershipState.LEFT
    samira.save()
    send()
    owed.refresh_from_db()
    assert (owed.state, sink.received) == (State.CANCELLED, [])
    assert not Attempt.objects.exists()


def test_what_is_past_its_time_is_not_sent(sink, samira):
    owed = owe(samira, expires_at=timezone.now() - timedelta(seconds=1))
    send()
    owed.refresh_from_db()
    assert (owed.state, sink.received) == (State.EXPIRED, [])


def test_a_suppressed_address_is_not_written_to(sink, samira, omar):
    Suppression.objects.create(
        organisation=samira.organisation,
        channel="email",
        address_hash=addressing.address_hash(samira.person.email.upper()),
        reason="complaint",
    )
    owed, other = owe(samira), owe(omar)
    send()
    owed.refresh_from_db(), other.refresh_from_db()
    assert (owed.state, other.state) == (State.SUPPRESSED, State.ACCEPTED)


def test_all_that_is_owed_to_a_suppressed_address_is_left(sink, samira):
    Suppression.objects.create(
        organisation=samira.organisation,
        channel="email",
        address_hash=addressing.address_hash(samira.person.email),
        reason="complaint",
    )
    owe(samira), owe(samira)
    send()
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
    send()
    owed.refresh_from_db()
    assert (owed.state, sink.received) == (State.CANCELLED, [])


def test_what_may_not_arrive_yet_waits_untried(sink, samira):
    later = timezone.now() + timedelta(hours=3)
    note(not_before=lambda delivery: later)
    owed = owe(samira, message=NOTE)
    send()
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
    send()
    owed.refresh_from_db(), found.refresh_from_db()
    assert (owed.state, sink.received) == (State.CANCELLED, [])
    assert found.cancelled == 1
