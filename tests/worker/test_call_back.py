"""Calling back and the first page of messages at the same moment: one of them comes first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django_scopes import scope

from backend.events import reading
from backend.events.models import Event
from backend.outbox import fanout
from backend.outbox.models import Delivery, Fanout
from backend.successes import announcing, selectors, services
from backend.successes.models import Announcement
from backend.successes.selectors import Way
from tests.acting import by
from tests.conftest import member
from tests.successes.factories import announced

pytestmark = pytest.mark.django_db(transaction=True)


class Beside:
    """Work on a connection of its own, in the organisation's scope; what it raised is kept."""

    def __init__(self, organisation: Any, work: Callable[[], Any]) -> None:
        self.error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, args=(organisation, work))
        self._thread.start()

    def _run(self, organisation: Any, work: Callable[[], Any]) -> None:
        try:
            with scope(organisation=organisation):
                work()
        except BaseException as error:
            self.error = error
        finally:
            connection.close()

    def until_it_waits(self) -> None:
        """For a lock that somebody else holds, or until it is done."""
        while self._thread.is_alive():
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
                if cursor.fetchone()[0]:
                    return
            self._thread.join(0.01)

    def end(self) -> None:
        self._thread.join(20)
        assert not self._thread.is_alive()


@pytest.fixture
def announcement(samira, unit, organisation) -> Announcement:
    """To two colleagues; its minute has passed."""
    for name in ("Bram Bos", "Els De Boer"):
        member(organisation, unit, name)
    return announced(by(samira, at=timezone.now() - timedelta(minutes=2)))


@pytest.fixture
def started(announcement) -> Fanout:
    event = Event.objects.get(kind="announcement_requested", subject_id=announcement.pk)
    announcing.requested(reading.of_event(event))
    return Fanout.objects.get(event=event)


def _call_back(announcement: Announcement, samira: Any) -> Callable[[], Any]:
    return lambda: services.announcement_call_back(act=by(samira), announcement=announcement)


def test_who_calls_back_while_the_first_messages_are_written_is_told_that_it_is_too_late(
    announcement, started, samira, organisation
):
    with transaction.atomic():
        fanout.fanout_advance(fanout=started)
        beside = Beside(organisation, _call_back(announcement, samira))
        beside.until_it_waits()
    beside.end()
    assert isinstance(beside.error, ValidationError)
    assert Delivery.objects.count() == 2
    announcement.refresh_from_db()
    assert announcement.called_back_at is None
    assert selectors.progress(announcement=announcement).way is Way.FINISHED


def test_what_is_called_back_before_the_first_message_is_written_goes_to_nobody(
    announcement, started, samira, organisation
):
    """Its minute was over; its commit came late. The page says nobody got a mail, and so it is."""
    with transaction.atomic():
        _call_back(announcement, samira)()
        beside = Beside(organisation, lambda: fanout.fanout_advance(fanout=started))
        beside.until_it_waits()
    beside.end()
    assert beside.error is None
    assert not Delivery.objects.exists()
    announcement.refresh_from_db()
    assert announcement.begun_at is None
    assert selectors.progress(announcement=announcement).way is Way.CALLED_BACK
