"""What one thing is: made anew for each try, its public methods are what somebody does to it."""

from __future__ import annotations

from itertools import combinations_with_replacement
from typing import Any

from backend.events.models import Event
from backend.organisations import services as organisations
from backend.organisations.models import Membership
from tests.acting import by

Cast = dict[str, Membership]


def last(kind: str) -> Event:
    """The latest event of a kind: what an undo is given."""
    return Event.objects.filter(kind=kind).latest("id")


def changed(cast: Cast, who: str, **changes: Any) -> Any:
    """An administrator changes a membership that nobody changed before."""
    member = cast[who]
    asked = {"unit": member.unit, "roles": member.roles, "version": 1, **changes}
    return organisations.membership_change(act=by(cast["anton"]), membership=member, **asked)


class Thing:
    """What is done to it, by name; the cast does it."""

    def __init__(self, cast: Cast) -> None:
        self.c = cast

    @classmethod
    def deeds(cls) -> list[str]:
        known = {*vars(Thing)}
        return [name for name in dir(cls) if not name.startswith("_") and name not in known]

    @classmethod
    def pairs(cls) -> list[tuple[str, str]]:
        return list(combinations_with_replacement(cls.deeds(), 2))

    def _do(self, service: Any, who: str = "samira", **given: Any) -> Any:
        return service(act=by(self.c[who]), **given)
