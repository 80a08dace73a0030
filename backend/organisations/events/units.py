"""What can happen to an organisation and its tree of units.

Before version 2 an event did not tell where something stood before: what is not known is None.
"""

from __future__ import annotations

from dataclasses import dataclass

from backend.events.contracts import Happening, Payload, lift


@dataclass(frozen=True)
class UnitPlace:
    """A unit, and the one that it is part of; none for a department."""

    unit_id: int
    parent_id: int | None


@dataclass(frozen=True)
class OrganisationStarted(Happening, version=2):
    """An organisation began, with these units and its first administrator."""

    unit_ids: tuple[int, ...]
    # None where it is not known how they hang together.
    units: tuple[UnitPlace, ...] | None
    membership_id: int | None
    unit_id: int | None


@lift(OrganisationStarted, 1)
def _without_tree(payload: Payload) -> Payload:
    return {**payload, "units": None, "membership_id": None, "unit_id": None}


@dataclass(frozen=True)
class OrganisationChanged(Happening):
    """Its name, language or settings changed."""


@dataclass(frozen=True)
class UnitAdded(Happening):
    """A department or team was added."""

    unit_id: int
    parent_id: int | None


@dataclass(frozen=True)
class Under:
    """What a unit is part of."""

    parent_id: int | None


@dataclass(frozen=True)
class UnitChanged(Happening, version=2):
    """A unit got another name, or another place with all below it."""

    unit_id: int
    parent_id: int | None
    # Where it stood; None where that is not known.
    before: Under | None


@lift(UnitChanged, 1)
def _from_anywhere(payload: Payload) -> Payload:
    return {**payload, "before": None}


@dataclass(frozen=True)
class UnitEnded(Happening):
    """A unit ended: nobody can choose it any more."""

    unit_id: int
    parent_id: int | None


@dataclass(frozen=True)
class UnitReturned(Happening):
    """A unit that had ended is there again."""

    unit_id: int
    parent_id: int | None
