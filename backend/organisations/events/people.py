"""What can happen to somebody's place in an organisation.

Before version 2 an event did not tell where something stood before: what is not known is None.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from backend.events.contracts import Happening, Payload, lift
from backend.organisations.models import MembershipState
from backend.organisations.roles import Role


@dataclass(frozen=True)
class Place:
    """In which unit somebody is, and whether they take part. No state: they were not known yet."""

    unit_id: int | None
    state: MembershipState | None


@dataclass(frozen=True)
class MembershipInvited(Happening, version=2):
    """Somebody was invited, perhaps once more."""

    membership_id: int
    unit_id: int | None
    roles: tuple[Role, ...]
    invited_at: datetime | None
    # None where it is not known.
    before: Place | None
    after: Place | None


@dataclass(frozen=True)
class MembershipJoined(Happening, version=2):
    """Somebody takes part from now on."""

    membership_id: int
    unit_id: int | None
    roles: tuple[Role, ...]
    invited_at: datetime | None
    before: Place | None
    after: Place | None


@dataclass(frozen=True)
class MembershipChanged(Happening, version=2):
    """Somebody's team or roles changed."""

    membership_id: int
    unit_id: int | None
    roles: tuple[Role, ...]
    invited_at: datetime | None
    before: Place | None
    after: Place | None


@dataclass(frozen=True)
class MembershipEnded(Happening, version=2):
    """Somebody left, or is not invited any more."""

    membership_id: int
    unit_id: int | None
    roles: tuple[Role, ...]
    invited_at: datetime | None
    before: Place | None
    after: Place | None


Stood = MembershipInvited | MembershipJoined | MembershipChanged | MembershipEnded


@lift(MembershipInvited, 1)
def _invited(payload: Payload) -> Payload:
    return _placed(payload, "invited")


@lift(MembershipJoined, 1)
def _joined(payload: Payload) -> Payload:
    return _placed(payload, "active")


@lift(MembershipChanged, 1)
def _changed(payload: Payload) -> Payload:
    return _placed(payload, None)


@lift(MembershipEnded, 1)
def _ended(payload: Payload) -> Payload:
    return _placed(payload, "left")


def _placed(payload: Payload, state: str | None) -> Payload:
    """Where it led was written down already, for a kind that always leads to one state."""
    after = {"unit_id": payload["unit_id"], "state": state} if state else None
    invited_at = payload.get("invited_at") or None
    return {**payload, "invited_at": invited_at, "before": None, "after": after}


@dataclass(frozen=True)
class NameChanged(Happening, version=2):
    """Somebody is called otherwise."""

    membership_id: int


@dataclass(frozen=True)
class AddressChanged(Happening, version=2):
    """Somebody is written to, and signs in, at another address."""

    membership_id: int


@lift(NameChanged, 1)
@lift(AddressChanged, 1)
def _of_whom(payload: Payload) -> Payload:
    return {"membership_id": payload["membership_id"]}
