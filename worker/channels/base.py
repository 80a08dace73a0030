"""What a channel is: it carries a ready message over the wire, and says how that ended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from backend.outbox.models import Delivery
from backend.outbox.states import State


class Fault(StrEnum):
    """Whose fault it is that a message was not taken."""

    RECIPIENT = "recipient"
    SERVICE = "service"
    MESSAGE = "message"
    LATER = "later"


@dataclass(frozen=True)
class Refusal:
    """What a server said no with: where in the talk, its code, and its words without addresses.

    `likeness` is the same for replies that say the same of different people; `everywhere` and
    `known` as in the verdict on it.
    """

    fault: Fault
    phase: str = ""
    code: str = ""
    words: str = ""
    domain: str = ""
    likeness: str = ""
    everywhere: bool = False
    known: bool = True


class ChannelDown(Exception):
    """The way out as a whole does not work now: nothing was handed over."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.words)


@dataclass(frozen=True)
class Answer:
    """How one try ended: accepted, uncertain, or not taken, and then why not."""

    state: State
    code: str = ""
    error: str = ""
    refusal: Refusal | None = None


class Channel(Protocol):
    """One way out. The sender calls `prepare`, `open`, marks the row, and only then `send`."""

    name: str

    def prepare(self, delivery: Delivery, message_id: str) -> bytes:
        """The message ready for the wire. May raise whatever a message that cannot be made raises."""

    def domain(self, delivery: Delivery) -> str:
        """The receiving domain: what may be paused by itself."""

    def open(self) -> None:
        """Make sure that the way out works. Raises `ChannelDown`."""

    def send(self, delivery: Delivery, content: bytes) -> Answer:
        """Hand one message over. Never raises; what cannot be known is called uncertain."""

    def close(self) -> None:
        """Let go of connections."""
