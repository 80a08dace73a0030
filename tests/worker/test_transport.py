"""How fast mail may leave, and the rest that a failing mail server is given."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as settle
from hypothesis import strategies as st

from backend.outbox import pauses
from backend.outbox.models import Priority, Transport
from worker import transport
from worker.channels.base import Fault, Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    """A clock that only moves when told; `clock(5)` is five seconds later."""
    moment = [timezone.now()]
    monkeypatch.setattr(timezone, "now", lambda: moment[0])

    def forward(seconds: float):
        moment[0] += timedelta(seconds=seconds)
        return moment[0]

    return forward


@settle(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    per_minute=st.integers(2, 60),
    asks=st.lists(st.tuples(st.floats(0, 20), st.integers(1, 30)), min_size=1, max_size=20),
)
def test_no_minute_ever_sees_more_than_is_allowed(settings, clock, per_minute, asks):
    settings.MAIL_PER_MINUTE = per_minute
    Transport.objects.all().delete()
    given_at = []
    for wait, wanted in asks:
        now = clock(wait)
        given_at += [now] * transport.take("email", wanted, Priority.TRANSACTIONAL)
    assert given_at
    for moment in given_at:
        within = [at for at in given_at if moment <= at < moment + timedelta(seconds=60)]
        assert len(within) <= per_minute


def test_bulk_leaves_something_for_signing_in(settings, clock):
    settings.MAIL_PER_MINUTE = 30
    assert transport.take("email", 100, Priority.BULK) == 4
    assert transport.take("email", 100, Priority.BULK) == 0
    assert transport.take("email", 1, Priority.TRANSACTIONAL) == 1


def test_what_was_not_used_is_given_back(settings, clock):
    settings.MAIL_PER_MINUTE = 30
    assert transport.take("email", 5, Priority.TRANSACTIONAL) == 5
    transport.give_back("email", 5)
    assert transport.take("email", 5, Priority.TRANSACTIONAL) == 5


def test_one_a_minute_is_a_minute_apart_at_last(settings, clock):
    settings.MAIL_PER_MINUTE = 1
    assert transport.take("email", 1, Priority.BULK) == 1
    assert transport.take("email", 1, Priority.BULK) == 0
    clock(125)
    assert transport.take("email", 1, Priority.BULK) == 1


def test_without_a_limit_everything_may_go(settings):
    settings.MAIL_PER_MINUTE = 0
    assert transport.take("email", 500, Priority.BULK) == 500
    assert not Transport.objects.exists()


def _silence() -> Refusal:
    return Refusal(Fault.SERVICE, "CONNECT", "", "ConnectionRefusedError", everywhere=True)


def test_after_failures_in_a_row_it_rests_longer_each_time_up_to_five_minutes(settings, clock):
    settings.TRANSPORT_FAILURES, settings.TRANSPORT_PAUSE_SECONDS = 3, 10.0
    rests = []
    for _failure in range(12):
        transport.failed("email", _silence())
        found = pauses.resting(channel="email")
        rests.append((found.until - clock(0)).total_seconds() if found else None)
        if found:
            clock(rests[-1] + 1)
    assert rests[:6] == [None, None, 10, 20, 40, 80]
    assert rests[-1] == 300


def test_what_the_server_itself_says_is_believed_at_once(clock):
    transport.failed("email", Refusal(Fault.SERVICE, "AUTH", "535", "no", everywhere=True))
    assert transport.gate("email", 20).limit == 0


def test_once_a_pause_is_over_one_message_may_leave_and_only_one(clock):
    transport.failed("email", Refusal(Fault.SERVICE, "AUTH", "535", "no", everywhere=True))
    clock(3600)
    assert [transport.gate("email", 20).limit for _sender in range(3)] == [1, 0, 0]
    # Who took it and ended keeps nobody from trying for longer than a lease.
    clock(3600)
    assert transport.gate("email", 20).limit == 1


def test_one_success_forgets_the_failures():
    for _failure in range(5):
        transport.failed("email", _silence())
    assert pauses.resting(channel="email")
    transport.works("email")
    assert pauses.resting(channel="email") is None
    assert Transport.objects.get().failures == 0
    assert transport.gate("email", 20).limit == 20
