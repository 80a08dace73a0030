"""What a channel is: it carries a ready message over the wire, and says how that ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from backend.notifications.models import Delivery
from backend.notifications.states import State


class ChannelDown(Exception):
    """The way out as a whole does not work now: nothing was handed over."""


@dataclass(frozen=True)
class Answer:
    """How one try ended.

    `state` is accepted, bounced, uncertain, or retry for whatever may be tried again. `way_out`:
    the fault lies with the way out, not with this message or its recipient.
    """

    state: State
    code: str = ""
    error: str = ""
    way_out: bool = False


class Channel(Protocol):
    """One way out. The sender calls `prepare`, `open`, marks the row, and only then `send`."""

    name: str

    def prepare(self, delivery: Delivery, message_id: str) -> bytes:
        """The message ready for the wire. May raise whatever a message that cannot be made raises."""

    def open(self) -> None:
        """Make sure that the way out works. Raises `ChannelDown`."""

    def send(self, delivery: Delivery, content: bytes) -> Answer:
        """Hand one message over. Never raises; what cannot be known is called uncertain."""

    def close(self) -> None:
        """Let go of connections."""
