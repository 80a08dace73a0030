"""What happened to somebody's place here, in sentences: who, when, what it said before."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from backend.events import reading
from backend.events.models import Event
from backend.organisations.events import (
    AddressChanged,
    MembershipChanged,
    MembershipEnded,
    MembershipInvited,
    MembershipJoined,
    NameChanged,
)
from backend.organisations.roles import Role

SENTENCES: dict[str, Any] = {
    MembershipInvited.KIND: _("Invited"),
    MembershipJoined.KIND: _("Takes part"),
    MembershipChanged.KIND: _("Changed"),
    MembershipEnded.KIND: _("No longer takes part"),
    NameChanged.KIND: _("Name changed"),
    AddressChanged.KIND: _("E-mail address changed"),
}
_SHOWN = {"name", "email", "unit", "roles"}


@dataclass(frozen=True)
class Line:
    """One thing that happened, and each of what it changed as (before, after)."""

    at: datetime
    actor: str
    sentence: Any
    differences: list[tuple[str, str]]


def lines(events: Iterable[Event]) -> list[Line]:
    """The events of one membership, in the order given."""
    return [
        Line(
            event.happened_at,
            event.actor.name if event.actor else "",
            SENTENCES[event.kind],
            [
                (_read(one.field, one.before), _read(one.field, one.after))
                for one in event.changes.all()  # type: ignore[attr-defined]
                if one.field in _SHOWN
            ],
        )
        for event, _what in reading.known(one for one in events if one.kind in SENTENCES)
    ]


def _read(field: str, value: str) -> str:
    if field != "roles":
        return value or "–"
    found = [name for name in re.findall(r"[a-z_]+", value) if name in Role.values]
    return ", ".join(str(Role(name).label) for name in found) or "–"
