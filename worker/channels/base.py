"""What a channel is: it carries a ready message over the wire, and says how that ended."""

from __future__ import annotations

from typing import Protocol

from backend.notifications.models import Delivery
from backend.notifications.outbox import Outcome


class ChannelDown(Exception):
    """The way out as a whole does not work now: nothing was handed over."""


class Channel(Protocol):
    """One way out. `open` may raise `ChannelDown`; `send` never raises."""

    name: str

    def open(self) -> None:
        """Make sure that the way out works, before a row is marked as sending."""

    def send(self, delivery: Delivery, message_id: str) -> Outcome:
        """Hand one message over."""

    def close(self) -> None:
        """Let go of connections."""
