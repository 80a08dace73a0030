"""What can happen to what an initiative has: customers' words, an A-team, answers and help.

Before version 2 an event told less: what is not known is None.
"""

from __future__ import annotations

from dataclasses import dataclass

from backend.events.contracts import Happening, Payload, lift
from backend.initiatives.models import Answer


@dataclass(frozen=True)
class WordsLinked(Happening, version=2):
    """Words that were noted before came to an initiative."""

    initiative_id: int
    words_id: int
    # Whether they are the first that it works with.
    first: bool | None


@dataclass(frozen=True)
class WordsUnlinked(Happening, version=2):
    """Words went from an initiative."""

    initiative_id: int
    words_id: int
    # Whether they were the only ones that it worked with.
    last: bool | None


@lift(WordsLinked, 1)
def _linked(payload: Payload) -> Payload:
    return {**payload, "first": None}


@lift(WordsUnlinked, 1)
def _unlinked(payload: Payload) -> Payload:
    return {**payload, "last": None}


@dataclass(frozen=True)
class TeamJoined(Happening, version=2):
    """Somebody came into an A-team."""

    initiative_id: int
    membership_id: int
    # The team that the initiative is of.
    unit_id: int | None


@dataclass(frozen=True)
class TeamLeft(Happening, version=2):
    """Somebody went out of an A-team."""

    initiative_id: int
    membership_id: int
    unit_id: int | None
    # For an undo: whether others had brought them in, and the last words that came before they left.
    brought_in: bool
    words_seen: int | None


@lift(TeamJoined, 1)
def _team_joined(payload: Payload) -> Payload:
    return {**payload, "unit_id": None}


@lift(TeamLeft, 1)
def _team_left(payload: Payload) -> Payload:
    return {"brought_in": False, "words_seen": None, **payload, "unit_id": None}


@dataclass(frozen=True)
class CheckInAnswered(Happening):
    """An A-team said how it is going."""

    initiative_id: int
    unit_id: int
    answer: Answer


@dataclass(frozen=True)
class CheckInUndone(Happening):
    """An answer was taken back."""

    initiative_id: int
    unit_id: int
    answer: Answer


@dataclass(frozen=True)
class HelpOffered(Happening, version=2):
    """Somebody helps who was asked to."""

    initiative_id: int
    unit_id: int | None
    # Whether nobody else helps with this answer.
    first: bool | None


@dataclass(frozen=True)
class HelpWithdrawn(Happening, version=2):
    """An offer of help was taken back."""

    initiative_id: int
    unit_id: int | None
    # Whether nobody helps with this answer any more.
    last: bool | None


@lift(HelpOffered, 1)
def _offered(payload: Payload) -> Payload:
    return {**payload, "unit_id": None, "first": None}


@lift(HelpWithdrawn, 1)
def _withdrawn(payload: Payload) -> Payload:
    return {**payload, "unit_id": None, "last": None}
