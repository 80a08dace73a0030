"""When something happened, and whether anybody is to hear of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from django.utils import timezone


class When(TypedDict):
    """The last two arguments of `events.record`."""

    silent: bool
    at: datetime | None


@dataclass(frozen=True)
class Moment:
    """Now and told, unless history is brought in."""

    silent: bool = False
    at: datetime | None = None

    @property
    def time(self) -> datetime:
        """The time it happened."""
        return self.at or timezone.now()

    @property
    def recorded(self) -> When:
        """As `events.record` takes it."""
        return {"silent": self.silent, "at": self.at}
