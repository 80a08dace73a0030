"""What became of one claimed delivery, and when it is tried again."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from backend.outbox.models import Delivery, Fault
from backend.outbox.states import State

RETRY_BASE = timedelta(seconds=30)
RETRY_CAP = timedelta(hours=1)
# How often a message is made anew that could not be made, before it ends as dead.
MOST_MAKINGS = 5


@dataclass(frozen=True)
class Outcome:
    """What became of one claimed delivery, under the lease that it was claimed with."""

    delivery_id: int
    token: UUID | None
    state: State
    code: str = ""
    error: str = ""
    fanout_id: int | None = None
    not_before: datetime | None = None
    attempts: int = 0
    fault: str = ""
    held_for: str = ""
    # The service refused: as if it had not been tried.
    untried: bool = False


def again(delivery: Delivery, *, code: str = "", error: str = "", fault: str = "") -> Outcome:
    """The outcome of a try that may be repeated until the row expires: later, with full jitter."""
    tries = delivery.attempts + 1
    return Outcome(
        delivery.pk,
        delivery.lease_token,
        State.RETRY,
        code,
        error,
        delivery.fanout_id,
        timezone.now() + retry_delay(tries),
        tries,
        fault,
    )


def unmade(delivery: Delivery, *, error: str) -> Outcome:
    """The outcome of a message that could not be made: a few times more, then it is dead."""
    found = again(delivery, error=error, fault=Fault.MAKING)
    if found.attempts < MOST_MAKINGS:
        return found
    return replace(found, state=State.DEAD, not_before=None)


def held(
    delivery: Delivery,
    *,
    domain: str,
    until: datetime | None,
    untried: bool,
    code: str = "",
    error: str = "",
) -> Outcome:
    """The outcome of a row that waits because of the service; `untried`: this try isn't counted."""
    return Outcome(
        delivery.pk,
        delivery.lease_token,
        State.PENDING,
        code,
        error,
        not_before=until,
        attempts=delivery.attempts,
        fault=Fault.SERVICE,
        held_for=domain,
        untried=untried,
    )


def retry_delay(attempts: int) -> timedelta:
    """Full jitter: anything from nothing to the doubled base, capped."""
    most = min(RETRY_CAP, RETRY_BASE * 2 ** min(attempts - 1, 20))
    return most * random.random()  # noqa: S311 - spreads load, hides nothing
