"""What became of one message, for whoever asked for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from backend.messaging import messages
from backend.messaging.lines import LOST, SENT, is_no_answer
from backend.organisations.models import Membership
from backend.outbox.models import Delivery
from backend.outbox.states import IN_HAND, WAITING, State


@dataclass(frozen=True)
class Outcome:
    """What became of the last invitation of somebody, or why mail to them does not arrive."""

    state: str
    fault: str = ""
    reply: str = ""
    at: datetime | None = None
    to_all: bool = False

    @property
    def broke(self) -> bool:
        return is_no_answer(self.reply)

    @property
    def waits(self) -> bool:
        return self.state in WAITING | IN_HAND

    @property
    def not_arrived(self) -> bool:
        return self.state in LOST

    @property
    def uncertain(self) -> bool:
        return self.state == State.UNCERTAIN

    @property
    def expired(self) -> bool:
        return self.state == State.EXPIRED

    @property
    def cancelled(self) -> bool:
        """Taken off before it left."""
        return self.state == State.CANCELLED

    @property
    def accepted(self) -> bool:
        return self.state in SENT


def unreached(*, membership: Membership) -> Outcome | None:
    """Why the last mail to this colleague's address did not arrive; None where it did, or waits.

    Also of a code to sign in. It is told of what failed only: that somebody signs in is theirs.
    """
    person = membership.person_id
    mine = Q(membership=membership) | Q(person=person)
    asked = [kind.kind for kind in messages.kinds() if not kind.chosen]
    settled = Delivery.objects.filter(mine, settled_at__isnull=False, message__in=asked).exclude(
        state=State.CANCELLED
    )
    last = settled.order_by("-settled_at").first()
    if last is None or last.state not in LOST:
        return None
    return outcome(last)


def outcome(row: Delivery) -> Outcome:
    """What became of one message, for whoever asked for it."""
    reply = f"{row.last_code} {row.last_error}".strip()
    return Outcome(row.state, row.fault, reply, row.settled_at or row.created_at)
