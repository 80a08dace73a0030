"""What can happen to a token of the API."""

from __future__ import annotations

from dataclasses import dataclass

from backend.events.contracts import Happening


@dataclass(frozen=True)
class TokenIssued(Happening):
    """Somebody made a token."""

    token_id: int


@dataclass(frozen=True)
class TokenRevoked(Happening):
    """A token ended, for good."""

    token_id: int
