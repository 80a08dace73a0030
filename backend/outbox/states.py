"""The states of a delivery and the ways between them: the one place that knows.

The database keeps them too: a trigger made from `TRANSITIONS` refuses every other way.
"""

from __future__ import annotations

from django.db import models


class State(models.TextChoices):
    PENDING = "pending"
    LEASED = "leased"
    SENDING = "sending"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    RETRY = "retry"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    SUPPRESSED = "suppressed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    DEAD = "dead"
    UNCERTAIN = "uncertain"


WAITING = frozenset({State.PENDING, State.RETRY})
IN_HAND = frozenset({State.LEASED, State.SENDING})
SETTLED = frozenset(State) - WAITING - IN_HAND
# Ends that no try led to: nothing went over the wire.
UNTRIED = frozenset({State.CANCELLED, State.EXPIRED, State.SUPPRESSED})

# Ends that nobody's mailbox is to blame for: they may be tried again.
NOT_ARRIVED = frozenset({State.DEAD, State.EXPIRED})

# Which counter of an announcement a settled row belongs to.
COUNTERS = {
    State.ACCEPTED: "accepted",
    State.DELIVERED: "accepted",
    State.COMPLAINED: "accepted",
    State.BOUNCED: "failed",
    State.DEAD: "failed",
    State.EXPIRED: "failed",
    State.SUPPRESSED: "failed",
    State.UNCERTAIN: "uncertain",
    State.CANCELLED: "cancelled",
}

TRANSITIONS: dict[State, frozenset[State]] = {
    State.PENDING: frozenset({State.LEASED, State.CANCELLED, State.EXPIRED, State.SUPPRESSED}),
    State.RETRY: frozenset({State.LEASED, State.CANCELLED, State.EXPIRED, State.SUPPRESSED}),
    State.LEASED: frozenset(
        {
            State.SENDING,
            State.PENDING,
            State.RETRY,
            State.DEAD,
            State.CANCELLED,
            State.EXPIRED,
            State.SUPPRESSED,
        }
    ),
    # Only a reminder or a sign-in code goes from `sending` back to `retry` after a crash, once.
    # Where the service refused, the row waits as if it had not been tried.
    State.SENDING: frozenset(
        {State.ACCEPTED, State.PENDING, State.RETRY, State.BOUNCED, State.DEAD, State.UNCERTAIN}
    ),
    State.ACCEPTED: frozenset({State.DELIVERED, State.BOUNCED, State.COMPLAINED}),
    State.DELIVERED: frozenset({State.COMPLAINED}),
    State.UNCERTAIN: frozenset(),
    # A refusal that turned out to be the service's opens the row again.
    State.BOUNCED: frozenset({State.PENDING}),
    State.COMPLAINED: frozenset(),
    State.SUPPRESSED: frozenset(),
    # "Try again", announcing again, and the undo of "Cancel": nothing of these went over the wire
    # and was taken.
    State.EXPIRED: frozenset({State.PENDING}),
    State.CANCELLED: frozenset({State.PENDING}),
    State.DEAD: frozenset({State.PENDING}),
}
