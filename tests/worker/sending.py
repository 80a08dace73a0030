"""What the tests of sending do again and again: send, let time pass, look whether the way out rests."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from backend.events.models import Event
from backend.organisations.models import Membership
from backend.outbox import pauses
from backend.outbox.models import Delivery, Fanout, Pause, Priority
from backend.outbox.states import State
from tests.outbox.factories import NOTE
from tests.successes.factories import announced
from worker import sender


def send() -> int:
    """How many left, of what is due."""
    return sender.send_due(priority=Priority.BULK)


def again() -> None:
    """Let what waits for a next try be due at once, and the mail server be asked again."""
    Delivery.objects.filter(state=State.RETRY).update(not_before=timezone.now())
    over()


def over() -> None:
    """Let every pause be over."""
    Pause.objects.update(until=timezone.now())


def paused(domain: str = "") -> bool:
    """Whether the way out, or to this domain, rests."""
    return pauses.resting(channel="email", domain=domain) is not None


def started(samira: Membership, **fields: Any) -> Fanout:
    """An announcement whose messages are all written."""
    announcement = announced(samira)
    event = Event.objects.get(kind="announcement_requested", subject_id=announcement.pk)
    return Fanout.objects.create(
        organisation=samira.organisation, event=event, message=NOTE, subject_id=1,
        not_before=timezone.now(), finished_at=timezone.now(), **fields,
    )  # fmt: skip
