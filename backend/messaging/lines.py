"""The lines of the page "Mail": what belongs together, and which of its numbers may be shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.messaging.messages import About, Message
from backend.organisations.selectors import FEWEST
from backend.outbox.states import State

REASONS = 2
SENT = frozenset({State.ACCEPTED, State.DELIVERED, State.COMPLAINED})
LOST = frozenset({State.BOUNCED, State.DEAD, State.EXPIRED, State.SUPPRESSED})


@dataclass(frozen=True)
class Reason:
    """Why mail waits or did not arrive: whose fault, and the reply as the server gave it."""

    fault: str
    reply: str = ""
    expired: bool = False
    # Of one announcement, whose content is the same for all.
    to_all: bool = False

    @property
    def broke(self) -> bool:
        return is_no_answer(self.reply)


@dataclass
class Line:
    """Mail that belongs together: of one kind, or of one announcement.

    `exact`: its numbers may be shown. Else only what `waits`, `lost` and `done` say.
    """

    message: Message
    about: About | None = None
    fanout: UUID | None = None
    at: datetime | None = None
    people: int = 0
    waiting: int = 0
    sent: int = 0
    lost: int = 0
    uncertain: int = 0
    again: int = 0
    of_the_content: bool = False
    reasons: list[Reason] = field(default_factory=list)
    written: bool = True

    @property
    def exact(self) -> bool:
        return not self.message.chosen

    @property
    def title(self) -> Any:
        return self.about.title if self.about else self.message.name

    @property
    def few(self) -> bool:
        """Whether so few hear of it that it shows nothing."""
        return self.message.chosen and self.people < FEWEST

    @property
    def waits(self) -> bool:
        return not self.few and (not self.written or self.waiting >= self._least)

    @property
    def not_arrived(self) -> bool:
        return not self.few and (self.lost >= self._least or self.of_the_content)

    @property
    def may_try_again(self) -> bool:
        return self.not_arrived and self.again > 0

    @property
    def may_cancel(self) -> bool:
        return self.waits and self.written

    @property
    def shown_reasons(self) -> list[Reason]:
        return self.reasons[:REASONS] if self.waits or self.not_arrived else []

    @property
    def _least(self) -> int:
        return FEWEST if self.message.chosen else 1


def is_no_answer(reply: str) -> bool:
    """A server's answer begins with its number; else it is the name of how the line broke."""
    return bool(reply) and not reply[0].isdigit()
