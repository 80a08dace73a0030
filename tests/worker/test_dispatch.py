"""Events reach their subscribers once, in the order of their transactions, and none is lost."""

from __future__ import annotations

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from backend.events import services as events
from backend.events import subscribers
from backend.events.models import Event
from backend.events.reading import Happened
from backend.outbox import attending, dispatch, failures
from backend.outbox.models import DispatchCursor, FailedWork
from backend.successes.events import ApplauseGiven
from tests.acting import by

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def heard(monkeypatch) -> list[int]:
    """The ids of the events that a subscriber was told of."""
    found: list[int] = []
    monkeypatch.setattr(
        subscribers, "subscribers_of", lambda kind: (lambda event: found.append(event.event_id),)
    )
    return found


@pytest.fixture
def happen(samira):
    """`happen()` records an event of its own transaction."""
    dispatch.events_dispatch()

    def record(**fields) -> Event:
        with transaction.atomic():
            return events.record(by(samira, **fields), ApplauseGiven(success_id=1), subject=samira)

    return record


def _other_connection() -> psycopg.Connection:
    base = settings.DATABASE_DIRECT_URL.rsplit("/", 1)[0]
    return psycopg.connect(f"{base}/{connection.settings_dict['NAME']}")


COPY = """INSERT INTO events_event (uid, organisation_id, kind, actor_id, subject_type, subject_id,
              payload, version, silent, happened_at)
          SELECT gen_random_uuid(), organisation_id, kind, actor_id, subject_type, subject_id,
              payload, version, silent, happened_at FROM events_event WHERE id = %s RETURNING id"""


def test_an_event_is_told_once(happen, heard):
    event = happen()
    dispatch.events_dispatch()
    dispatch.events_dispatch()
    assert heard == [event.pk]


def test_a_slow_transaction_that_commits_late_is_not_missed(happen, heard):
    first = happen()
    dispatch.events_dispatch()
    with _other_connection() as slow:
        late = slow.execute(COPY, [first.pk]).fetchone()[0]
        quick = happen()
        dispatch.events_dispatch()
        assert heard == [first.pk]  # the quick one waits: the slow one may still come before it
        slow.commit()
    dispatch.events_dispatch()
    assert heard == [first.pk, late, quick.pk]


def test_an_event_that_was_taken_back_is_not_told(happen, heard):
    first = happen()
    with _other_connection() as slow:
        slow.execute(COPY, [first.pk])
        slow.rollback()
    last = happen()
    dispatch.events_dispatch()
    assert heard == [first.pk, last.pk]


def test_history_that_is_brought_in_is_told_to_nobody(happen, heard):
    happen(silent=True)
    dispatch.events_dispatch()
    assert heard == []


def test_more_than_one_page_is_told_in_order(happen, heard, monkeypatch):
    monkeypatch.setattr(dispatch, "PAGE", 3)
    wanted = [happen().pk for _number in range(7)]
    while dispatch.events_dispatch().more:
        pass
    assert heard == wanted


def test_a_second_dispatcher_at_the_same_moment_does_nothing(happen, heard):
    happen()
    with _other_connection() as first:
        first.execute("SELECT pg_advisory_xact_lock(%s)", [dispatch._LOCK])
        assert dispatch.events_dispatch() == dispatch.Taken()
        assert heard == []
    dispatch.events_dispatch()
    assert len(heard) == 1


def test_a_subscriber_that_fails_stops_no_other_and_is_asked_again(happen, monkeypatch):
    broken, told = [True], []

    def subscriber(event: Happened) -> None:
        if broken[0] and event.event_id == first.pk:
            raise ValueError("words of a customer")
        told.append(event.event_id)

    monkeypatch.setattr(subscribers, "subscribers_of", lambda kind: (subscriber,))
    first, second = happen(), happen()
    dispatch.events_dispatch()
    assert told == [second.pk]
    assert FailedWork.objects.get().error == "ValueError"
    broken[0] = False
    FailedWork.objects.update(try_after=timezone.now())
    dispatch.failed_retry()
    assert told == [second.pk, first.pk]
    assert not FailedWork.objects.exists()


def test_a_subscriber_that_goes_on_failing_is_set_aside_by_name_until_somebody_presses(
    happen, monkeypatch, anton
):
    tries, works = [], [False]

    def subscriber(event: Happened) -> None:
        tries.append(event.event_id)
        if not works[0]:
            raise ValueError("words of a customer")

    monkeypatch.setattr(subscribers, "subscribers_of", lambda kind: (subscriber,))
    happen()
    dispatch.events_dispatch()
    for _look in range(failures.MOST_TRIES + 3):
        FailedWork.objects.update(try_after=timezone.now())
        dispatch.failed_retry()
    assert len(tries) == failures.MOST_TRIES
    left = FailedWork.objects.get()
    assert left.dead_at is not None
    assert (left.kind, left.error, left.tries) == (
        ApplauseGiven.KIND, "ValueError", failures.MOST_TRIES,
    )  # fmt: skip
    works[0] = True
    assert attending.work_try_again(act=by(anton), work=left)
    dispatch.failed_retry()
    assert not FailedWork.objects.exists()


def test_an_event_is_tried_later_and_later(happen, monkeypatch):
    def subscriber(event: Happened) -> None:
        raise ValueError

    monkeypatch.setattr(subscribers, "subscribers_of", lambda kind: (subscriber,))
    happen()
    dispatch.events_dispatch()
    waits = []
    for _look in range(4):
        left = FailedWork.objects.get()
        waits.append(round((left.try_after - timezone.now()).total_seconds(), -1))
        FailedWork.objects.update(try_after=timezone.now())
        dispatch.failed_retry()
    assert waits == [30, 60, 120, 240]


def test_what_a_failing_subscriber_wrote_is_taken_back(happen, monkeypatch):
    def subscriber(event: Happened) -> None:
        DispatchCursor.objects.create(name="half done")
        raise ValueError

    monkeypatch.setattr(subscribers, "subscribers_of", lambda kind: (subscriber,))
    happen()
    dispatch.events_dispatch()
    assert not DispatchCursor.objects.filter(name="half done").exists()


def test_recording_wakes_the_dispatcher(happen):
    with _other_connection() as listener:
        listener.autocommit = True
        listener.execute(f"LISTEN {events.WAKE_CHANNEL}")
        happen()
        assert [n.channel for n in listener.notifies(timeout=5, stop_after=1)] == [
            events.WAKE_CHANNEL
        ]
