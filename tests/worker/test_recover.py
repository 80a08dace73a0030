"""What a crash left behind is taken back: nothing is lost, and no announcement is sent twice."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from backend.events.models import Event
from backend.outbox import recovery
from backend.outbox.models import Attempt, Delivery, Fanout
from backend.outbox.states import State
from tests.outbox.factories import NOTE, owe
from tests.successes.factories import announced

pytestmark = pytest.mark.django_db
PAST = timedelta(seconds=-1)


def _held(membership, state: State, *, until: timedelta = PAST, **fields) -> Delivery:
    return owe(
        membership, state=state, lease_token=uuid4(), lease_until=timezone.now() + until,
        attempts=int(state == State.SENDING), **fields,
    )  # fmt: skip


def _state(delivery: Delivery) -> str:
    delivery.refresh_from_db()
    return delivery.state


def test_a_leased_row_goes_back(samira):
    held = _held(samira, State.LEASED)
    assert recovery.leases_recover() == 1
    assert (_state(held), held.lease_token, held.lease_until) == (State.PENDING, None, None)


def test_a_row_on_the_wire_is_uncertain_and_stays_so(samira):
    held = _held(samira, State.SENDING)
    recovery.leases_recover()
    assert _state(held) == State.UNCERTAIN
    assert held.settled_at
    assert Attempt.objects.get().outcome == State.UNCERTAIN
    assert recovery.leases_recover() == 0


def test_a_reminder_on_the_wire_is_tried_once_more_and_not_twice(samira):
    held = _held(samira, State.SENDING, message=NOTE, repeatable=True)
    recovery.leases_recover()
    assert _state(held) == State.RETRY
    Delivery.objects.update(
        state=State.LEASED, lease_token=uuid4(), lease_until=timezone.now() + PAST
    )
    Delivery.objects.update(state=State.SENDING, attempts=2)
    recovery.leases_recover()
    assert _state(held) == State.UNCERTAIN


def test_a_row_whose_lease_holds_is_left_alone(samira):
    held = _held(samira, State.SENDING, until=timedelta(seconds=30))
    assert recovery.leases_recover() == 0
    assert _state(held) == State.SENDING


def test_what_waited_past_its_time_ends_and_its_secret_with_it(samira):
    late = owe(samira, expires_at=timezone.now() + PAST, secret=b"x")
    fine = owe(samira, expires_at=timezone.now() - PAST * 60)
    assert recovery.late_expire() == 1
    assert (_state(late), late.secret, _state(fine)) == (State.EXPIRED, None, State.PENDING)


def test_counters_that_a_crash_left_behind_are_set_right(samira):
    announcement = announced(samira)
    event = Event.objects.get(subject_type="announcement", subject_id=announcement.pk)
    found = Fanout.objects.create(
        organisation=samira.organisation, event=event, message=NOTE, subject_id=1, queued=3,
        accepted=1, not_before=timezone.now(), finished_at=timezone.now(),
    )  # fmt: skip
    for state in (State.ACCEPTED, State.ACCEPTED, State.UNCERTAIN):
        owe(samira, fanout=found, state=state)
    assert recovery.counters_recover() == 1
    found.refresh_from_db()
    assert (found.queued, found.accepted, found.uncertain) == (3, 2, 1)
    assert recovery.counters_recover() == 0


def test_counters_of_an_announcement_under_way_are_not_touched(samira):
    announcement = announced(samira)
    event = Event.objects.get(subject_type="announcement", subject_id=announcement.pk)
    found = Fanout.objects.create(
        organisation=samira.organisation, event=event, message=NOTE, subject_id=1, queued=2,
        not_before=timezone.now(), finished_at=timezone.now(),
    )  # fmt: skip
    owe(samira, fanout=found, state=State.ACCEPTED)
    owe(samira, fanout=found)
    assert recovery.counters_recover() == 0
