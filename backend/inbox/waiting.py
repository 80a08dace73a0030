"""What waits for somebody, of every room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from backend.inbox import kinds
from backend.organisations.models import Membership


class Waiting(dict[str, Sequence[Any]]):
    """Kind → what of it waits, each answered where it stands.

    `more`: there is more of a kind than finds a place, which comes up as the others are answered.
    """

    more = False

    @property
    def count(self) -> int:
        """How many things wait."""
        return sum(len(found) for found in self.values())


def waiting(*, membership: Membership, today: date, most: int) -> Waiting:
    """What waits for this person now, at most so many of each kind; a query or two for each."""
    waits = Waiting()
    for kind in kinds.waiting_kinds():
        found = kind.found(membership, today, most + 1)
        waits[kind.name] = found[:most]
        waits.more = waits.more or len(found) > most
    return waits
