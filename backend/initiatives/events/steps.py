"""What can happen to a step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from backend.events.contracts import Happening, Payload, lift
from backend.initiatives.models import StepKind

Link = Literal["initiative", "unit", "photo"]


@dataclass(frozen=True)
class StepPlanned(Happening, version=2):
    """A step was planned."""

    initiative_id: int
    unit_id: int
    kind: StepKind
    planned_on: date
    # Whether its words are the first that the initiative works with; None where that is not known.
    first_words: bool | None


@dataclass(frozen=True)
class StepLogged(Happening, version=2):
    """A step was done: logged so, or done as it was planned."""

    initiative_id: int
    unit_id: int
    kind: StepKind
    done_on: date
    with_words: bool
    was_planned: bool
    first_words: bool | None


@lift(StepPlanned, 1)
@lift(StepLogged, 1)
def _came(payload: Payload) -> Payload:
    return {**payload, "first_words": None}


@dataclass(frozen=True)
class StepRemoved(Happening):
    """A step was taken out; one that was only planned has no day on which it was done."""

    initiative_id: int
    unit_id: int
    kind: StepKind
    done_on: date | None
    with_words: bool


@dataclass(frozen=True)
class StepRestored(Happening):
    """A step that was taken out is there again."""

    initiative_id: int
    unit_id: int
    kind: StepKind
    done_on: date | None
    with_words: bool


@dataclass(frozen=True)
class Laid:
    """Where a stone lies; one that is planned (again) has no day."""

    initiative_id: int
    unit_id: int
    kind: StepKind
    done_on: date | None


@dataclass(frozen=True)
class StepChanged(Happening, version=2):
    """What a step says changed, or where its stone lies."""

    # Where it is now.
    initiative_id: int
    before: Laid
    after: Laid
    golden: bool
    with_words: bool
    # For an undo: the version that it left, what stood in the links that changed, and for each of
    # two initiatives whether its A-team kept the words (None: it had no link to them).
    version: int
    undo: Mapping[Link, int | None]
    words: Mapping[int, bool | None]


@lift(StepChanged, 1)
def _changed(payload: Payload) -> Payload:
    undo = payload.get("undo", {})
    here = payload["initiative_id"]
    return {
        "words": {},
        **payload,
        "undo": undo,
        "before": {**payload["before"], "initiative_id": undo.get("initiative", here)},
        "after": {**payload["after"], "initiative_id": here},
    }


@dataclass(frozen=True)
class StepMoved(Happening, version=2):
    """An initiative lost a step to another one. `StepChanged` tells the same of the step."""

    initiative_id: int
    step_id: int
    to_id: int
    # The teams of the two initiatives; None where they are not known.
    unit_id: int | None
    to_unit_id: int | None
    # Whether the first one has no words to work with any more, and the second has its first.
    last_words: bool | None
    first_words: bool | None


@lift(StepMoved, 1)
def _moved(payload: Payload) -> Payload:
    unknown = ("unit_id", "to_unit_id", "last_words", "first_words")
    return {**payload, **dict.fromkeys(unknown)}
