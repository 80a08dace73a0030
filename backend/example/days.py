"""From the plan's weeks to real days, so that the example always ends today."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from backend.example.texts import LAST_WEEK, InitiativeText

SATURDAY = 5


def pick(below: int, *seed: object) -> int:
    """A number from 0 up to `below` that is always the same for the same seed."""
    digest = hashlib.blake2b(repr(seed).encode(), digest_size=8).digest()
    return int.from_bytes(digest) % below


@dataclass(frozen=True, slots=True)
class Days:
    """Days and moments of the history, in the organisation's zone, never later than `now`."""

    now: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        """The day on which the history ends."""
        return self.now.astimezone(self.zone).date()

    @property
    def start(self) -> date:
        """The day on which the programme began."""
        return self.today - timedelta(weeks=LAST_WEEK + 1)

    def day(self, week: int, *seed: object) -> date:
        """A working day in a week of the plan; the last week is the seven days up to today."""
        end = self.today - timedelta(weeks=LAST_WEEK - week)
        found = end - timedelta(days=pick(7, "day", *seed))
        if found.weekday() < SATURDAY:
            return found
        back = timedelta(days=found.weekday() - SATURDAY + 1)
        return found - back if week <= LAST_WEEK else found + (timedelta(days=3) - back)

    def step_days(self, initiative: InitiativeText) -> list[date]:
        """The day of each step, in the plan's order, which is the order of time."""
        days = [
            self.day(step.week, initiative.key, number)
            for number, step in enumerate(initiative.steps)
        ]
        return sorted(days)

    def moment(self, day: date, *seed: object) -> datetime:
        """A moment during that working day, or a while ago if it would still have to come."""
        hour, minute = 9 + pick(8, "hour", *seed), pick(60, "minute", *seed)
        found = datetime.combine(day, time(hour, minute), self.zone)
        return min(found, self.now - timedelta(minutes=20 + pick(60, "ago", *seed)))
