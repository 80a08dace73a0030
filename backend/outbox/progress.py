"""How far an announcement is, read from its counters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from backend.organisations.selectors import FEWEST
from backend.outbox import pauses
from backend.outbox.models import Delivery, Fanout


@dataclass(frozen=True)
class Progress:
    """How far an announcement is: numbers of messages, and when the rest will be out."""

    total: int
    accepted: int
    failed: int
    uncertain: int
    cancelled: int
    finished: bool
    expected_end: datetime | None

    @property
    def settled(self) -> int:
        """How many have a known outcome."""
        return self.accepted + self.failed + self.uncertain + self.cancelled

    @property
    def quarters(self) -> int:
        """How far it is, in whole quarters; all four only when every outcome is known."""
        if not self.total:
            return 4 if self.finished else 0
        return min(4 if self.finished else 3, 4 * self.settled // self.total)

    @property
    def waiting(self) -> int:
        """How many are still to go."""
        return max(0, self.total - self.settled)


def progress(*, fanout: Fanout) -> Progress:
    """From the counters, not by counting the outbox."""
    settled = fanout.accepted + fanout.failed + fanout.uncertain + fanout.cancelled
    waiting = max(0, fanout.queued - settled)
    written = fanout.finished_at is not None
    return Progress(
        total=fanout.queued,
        accepted=fanout.accepted,
        failed=fanout.failed,
        uncertain=fanout.uncertain,
        cancelled=fanout.cancelled,
        finished=written and waiting == 0,
        expected_end=_expected_end(waiting),
    )


def stopped(*, fanout: Fanout) -> bool:
    """Whether an administrator cancelled mails of it, with many of those it was for: of fewer than
    `FEWEST` it would tell who of them wants mail."""
    cancelled = Delivery.objects.filter(fanout=fanout, cancelled_by__isnull=False)
    return cancelled[:FEWEST].count() >= FEWEST


def _expected_end(waiting: int) -> datetime | None:
    if not waiting:
        return None
    # While the mail server refuses, nobody knows when it will be done.
    if pauses.resting(channel="email"):
        return None
    per_minute = settings.MAIL_PER_MINUTE or 1200
    return timezone.now() + timedelta(minutes=waiting / per_minute)
