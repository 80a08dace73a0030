"""How far an announcement is on its way.

Numbers of mails would tell who wants mail: of two audiences that differ by one person, the
difference is that person. So what is shown is for how many it is, and in coarse words how far.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils import timezone

from backend.organisations.models import Organisation
from backend.organisations.selectors import FEWEST
from backend.outbox import progress as sending
from backend.outbox import ways_out
from backend.outbox.models import Fanout
from backend.successes.models import Announcement
from backend.successes.selectors.audiences import announcement_hearers

# Past this much of its time it does not begin by itself any moment: what prepares the mails fails or is busy.
LATE_AFTER = timedelta(minutes=2)


class Way(StrEnum):
    """Where an announcement is."""

    WAITING = "waiting"
    LATE = "late"
    CALLED_BACK = "called_back"
    SENDING = "sending"
    PAUSED = "paused"
    HELD = "held"
    STOPPED = "stopped"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where it is, and for how many colleagues.

    `quarters`: how far the mails are, in quarters from 0 to 4; None where so few hear of it that
    it would tell who of them wants mail. `lost`: many mails did not arrive.
    """

    way: Way
    hearers: int = 0
    quarters: int | None = None
    expected_end: datetime | None = None
    lost: bool = False

    @property
    def moves(self) -> bool:
        """Whether it is worth looking again."""
        return self.way in {Way.WAITING, Way.LATE, Way.SENDING, Way.PAUSED, Way.HELD}


def progress(*, announcement: Announcement) -> Progress:
    """At most nine small queries, whatever the size of the audience."""
    if announcement.called_back_at is not None:
        return Progress(Way.CALLED_BACK)
    if announcement.begun_at is None:
        is_late = timezone.now() - announcement.sends_at > LATE_AFTER
        return Progress(Way.LATE if is_late else Way.WAITING)
    hearers = announcement_hearers(announcement=announcement).count()
    begun = Fanout.objects.select_related("organisation")
    fanout = begun.filter(
        event__subject_type="announcement", event__subject_id=announcement.pk
    ).first()
    if fanout is None:  # of history that was brought in nobody was mailed
        return Progress(Way.FINISHED, hearers)
    if hearers < FEWEST:
        return _of_few(fanout, hearers)
    return _of_many(fanout, hearers)


def _of_few(fanout: Fanout, hearers: int) -> Progress:
    """It says "done" as soon as the rows are written: how long the mail itself takes would tell
    whether there is any."""
    if fanout.finished_at is not None:
        return Progress(Way.FINISHED, hearers)
    return Progress(mail_way(organisation=fanout.organisation), hearers)


def _of_many(fanout: Fanout, hearers: int) -> Progress:
    counted = sending.progress(fanout=fanout)
    if sending.stopped(fanout=fanout):
        return Progress(Way.STOPPED, hearers)
    if counted.finished:
        return Progress(Way.FINISHED, hearers, 4, lost=counted.failed >= FEWEST)
    way = mail_way(organisation=fanout.organisation)
    end = counted.expected_end if way == Way.SENDING else None
    return Progress(way, hearers, counted.quarters, end)


def mail_way(*, organisation: Organisation) -> Way:
    """What mail that is not sent yet does now: held by somebody, waiting for the server, or on its
    way. Four small queries.
    """
    if ways_out.is_held(organisation=organisation):
        return Way.HELD
    return Way.PAUSED if ways_out.way_out().paused else Way.SENDING
