"""The ways through the product: each room registers its own entry in a menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from backend.web.permissions import Member, may


@dataclass(frozen=True)
class Entry:
    """An entry of a menu: its name, the page it leads to and who sees it.

    `key` is what a page calls itself by, to stand out in its own menu; `place` orders the entries;
    `action` is the row of the permission table that its page has; `rest` gives what the address needs
    beside the organisation; `alarms` whether it needs somebody's attention.
    """

    key: str
    label: Any
    page: str
    place: int
    action: str = ""
    rest: Callable[[Any], tuple[str, ...]] = lambda membership: ()
    alarms: Callable[[Any], bool] = lambda organisation: False


@dataclass(frozen=True)
class Shown:
    """An entry as one person sees it."""

    key: str
    label: Any
    url: str
    alarms: bool


_menus: dict[str, dict[str, Entry]] = {}


def register(menu: str, *entries: Entry) -> None:
    """Add entries to a menu; a second one of a key replaces the first."""
    _menus.setdefault(menu, {}).update({one.key: one for one in entries})


def entries(menu: str, membership: Any) -> list[Shown]:
    """What this person finds in a menu, in its order."""
    found = sorted(_menus.get(menu, {}).values(), key=lambda one: one.place)
    return [_shown(one, membership) for one in found if _may_see(one, membership)]


def _may_see(entry: Entry, member: Member) -> bool:
    return not entry.action or may(member, entry.action)


def _shown(entry: Entry, membership: Any) -> Shown:
    organisation = membership.organisation
    url = reverse(entry.page, args=[organisation.slug, *entry.rest(membership)])
    return Shown(entry.key, entry.label, url, entry.alarms(organisation))
