"""What somebody who looks after mail does to what waits, or failed."""

from __future__ import annotations

from dataclasses import dataclass

from backend.events.contracts import Happening, Key


@dataclass(frozen=True)
class MailHeld(Happening):
    """No mail of this organisation leaves."""


@dataclass(frozen=True)
class MailResumed(Happening):
    """Mail leaves again."""


@dataclass(frozen=True)
class MailTriedAgain(Happening):
    """Mail of one kind that did not arrive is sent once more."""

    message: Key
    fanout_id: int | None


@dataclass(frozen=True)
class MailCancelled(Happening):
    """Mail of one kind that waited is not sent."""

    message: Key
    fanout_id: int | None


@dataclass(frozen=True)
class MailCancelUndone(Happening):
    """Mail that was cancelled waits again."""

    message: Key
    fanout_id: int | None


@dataclass(frozen=True)
class WorkTriedAgain(Happening):
    """What failed by itself is tried once more."""
