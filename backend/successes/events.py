"""What can happen to the story of a success, its announcements and its applause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from backend.events.contracts import Happening
from backend.initiatives.models import StepKind
from backend.initiatives.stages import Stage
from backend.successes.models import Audience


@dataclass(frozen=True)
class SuccessDrafted(Happening):
    """A first version of the story was written."""

    initiative_id: int


@dataclass(frozen=True)
class SuccessChanged(Happening):
    """The story was changed; `version` is the one that it left."""

    initiative_id: int
    version: int


@dataclass(frozen=True)
class SuccessTold(Happening):
    """The organisation reads it, and the initiative's last step is golden."""

    initiative_id: int
    unit_id: int
    step_id: int
    kind: StepKind
    done_on: date
    stage_before: Stage
    stage_after: Stage


@dataclass(frozen=True)
class SuccessUntold(Happening):
    """It was taken back; `told_at` and `told_by` say how it had been told."""

    initiative_id: int
    unit_id: int
    step_id: int
    kind: StepKind
    done_on: date
    stage_before: Stage
    stage_after: Stage
    told_at: datetime | None = None
    told_by: int | None = None


@dataclass(frozen=True)
class AnnouncementRequested(Happening):
    """Somebody asked that these colleagues hear of it."""

    success_id: int
    audience: Audience
    unit_ids: tuple[int, ...]
    sends_at: datetime


@dataclass(frozen=True)
class AnnouncementCalledBack(Happening):
    """It goes to nobody after all."""

    success_id: int
    announcement_id: int


@dataclass(frozen=True)
class ApplauseGiven(Happening):
    """Somebody claps."""

    success_id: int


@dataclass(frozen=True)
class ApplauseWorded(Happening):
    """Somebody who clapped says why, in (other) words."""

    success_id: int


@dataclass(frozen=True)
class ApplauseWithdrawn(Happening):
    """Somebody does not clap any more."""

    success_id: int
