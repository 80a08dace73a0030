"""How far an announcement is on its way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils import timezone

from backend.notifications import selectors as notifications
from backend.notifications.models import Fanout
from backend.organisations.selectors import FEWEST
from backend.successes.models import Announcement
from backend.successes.selectors.audiences import announcement_hearers


class Way(StrEnum):
    """Where an announcement is."""

    WAITING = "waiting"
    CALLED_BACK = "called_back"
    SENDING = "sending"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where it is and, once messages are being written, how many have which outcome.

    `few`: it is for so few colleagues that a number would tell who of them wants mail.
    """

    way: Way
    messages: notifications.Progress | None = None
    few: bool = False

    @property
    def moves(self) -> bool:
        """Whether it is worth looking again."""
        return self.way in {Way.WAITING, Way.SENDING}


def progress(*, announcement: Announcement, now: datetime | None = None) -> Progress:
    """At most three queries, whatever the size of the audience."""
    if announcement.called_back_at is not None:
        return Progress(Way.CALLED_BACK)
    if (now or timezone.now()) < announcement.sends_at:
        return Progress(Way.WAITING)
    fanout = Fanout.objects.filter(
        event__subject_type="announcement", event__subject_id=announcement.pk
    ).first()
    if fanout is None:
        return Progress(Way.SENDING)
    counted = notifications.progress(fanout=fanout)
    few = announcement_hearers(announcement=announcement)[:FEWEST].count() < FEWEST
    return Progress(Way.FINISHED if counted.finished else Way.SENDING, counted, few)
