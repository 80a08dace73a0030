"""When something happened, and whether anybody is to hear of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from django.utils import timezone

from backend.initiatives.models import Initiative


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


def touched(initiative: Initiative, at: datetime) -> list[str]:
    """A sign of life that everybody may see; the fields to save."""
    initiative.touched_at = max(initiative.touched_at, at)
    initiative.changed_at = max(initiative.changed_at, at)
    return ["touched_at", "changed_at"]
