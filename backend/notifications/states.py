"""The states of a delivery and the ways between them: the one place that knows."""

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

TRANSITIONS: dict[State, frozenset[State]] = {
    State.PENDING: frozenset({State.LEASED, State.CANCELLED, State.EXPIRED, State.SUPPRESSED}),
    State.RETRY: frozenset({State.LEASED, State.CANCELLED, State.EXPIRED, State.SUPPRESSED}),
    State.LEASED: frozenset(
        {
            State.SENDING,
            State.PENDING,
            State.RETRY,
            State.CANCELLED,
            State.EXPIRED,
            State.SUPPRESSED,
        }
    ),
    State.SENDING: frozenset(
        {State.ACCEPTED, State.RETRY, State.BOUNCED, State.DEAD, State.UNCERTAIN}
    ),
    State.ACCEPTED: frozenset({State.DELIVERED, State.BOUNCED, State.COMPLAINED}),
    State.DELIVERED: frozenset({State.COMPLAINED}),
    # Only a reminder or a sign-in code is tried once more after an unknown end.
    State.UNCERTAIN: frozenset({State.RETRY}),
    State.BOUNCED: frozenset(),
    State.COMPLAINED: frozenset(),
    State.SUPPRESSED: frozenset(),
    State.EXPIRED: frozenset(),
    State.CANCELLED: frozenset(),
    State.DEAD: frozenset(),
}
