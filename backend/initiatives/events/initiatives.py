"""What can happen to programmes and initiatives.

Before version 2 an event told less: what is not known is None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from backend.events.contracts import Happening, Payload, lift
from backend.initiatives.stages import Stage

Link = Literal["unit", "process", "customer_group", "ambition"]


@dataclass(frozen=True)
class ProgrammeStarted(Happening):
    """A programme was written down."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class ProgrammeChanged(Happening):
    """What a programme says changed."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Standing:
    """Where an initiative stands, as the board counts it."""

    unit_id: int
    process_id: int | None
    customer_group_id: int | None
    stage: Stage
    # When it began; None where that is not known.
    started_on: date | None


@dataclass(frozen=True)
class InitiativeStarted(Happening, version=2):
    """An initiative began."""

    unit_id: int
    process_id: int | None
    customer_group_id: int | None
    stage: Stage
    started_on: date | None
    # Whether it began with a customer's words.
    with_words: bool | None


@lift(InitiativeStarted, 1)
def _started(payload: Payload) -> Payload:
    return {**payload, "started_on": None, "with_words": None}


@dataclass(frozen=True)
class InitiativeChanged(Happening, version=2):
    """What it says changed, or where it stands: also along with a step."""

    before: Standing
    after: Standing
    # For an undo: the version that it left, and what stood in the links that changed.
    version: int | None
    undo: Mapping[Link, int | None]


@lift(InitiativeChanged, 1)
def _changed(payload: Payload) -> Payload:
    told = {"version": None, "undo": {}, **payload}
    sides = {side: {**payload[side], "started_on": None} for side in ("before", "after")}
    return {**told, **sides}


@dataclass(frozen=True)
class InitiativeFinished(Happening, version=2):
    """It is done."""

    unit_id: int
    process_id: int | None
    stage_before: Stage
    stage_after: Stage
    started_on: date
    closed_on: date | None


@dataclass(frozen=True)
class InitiativeStopped(Happening, version=2):
    """It stopped, with a lesson."""

    unit_id: int
    process_id: int | None
    stage_before: Stage
    stage_after: Stage
    started_on: date
    closed_on: date | None


@dataclass(frozen=True)
class InitiativeResumed(Happening, version=2):
    """It goes on after all; `closed_on` is the day on which it had ended."""

    unit_id: int
    process_id: int | None
    stage_before: Stage
    stage_after: Stage
    started_on: date
    closed_on: date | None


@lift(InitiativeFinished, 1)
@lift(InitiativeStopped, 1)
@lift(InitiativeResumed, 1)
def _ended(payload: Payload) -> Payload:
    return {**payload, "process_id": None}
