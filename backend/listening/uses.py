"""Where a customer's words are used, and whose teams keep them: the rooms above say so at start-up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from backend.listening.models import Words
from backend.organisations.models import Membership

IsUsed = Callable[[Words], bool]
# The ids of the words that somebody's teams keep.
KeptBy = Callable[[Membership], QuerySet[Any]]
_used: dict[str, IsUsed] = {}
_kept: dict[str, KeptBy] = {}


def used_where(name: str, is_used: IsUsed) -> None:
    """Name a place in which words may stand."""
    _used[name] = is_used


def kept_by(name: str, kept: KeptBy) -> None:
    """Name a kind of team that keeps words, and so may decide about them."""
    _kept[name] = kept


def is_used(words: Words) -> bool:
    """Whether these words stand anywhere that was named."""
    return any(asked(words) for asked in _used.values())


def kept(membership: Membership) -> QuerySet[Any]:
    """The ids of the words that the teams of this person keep."""
    found = [asked(membership) for asked in _kept.values()]
    return found[0].union(*found[1:]) if len(found) > 1 else found[0] if found else _nothing()


def _nothing() -> QuerySet[Any]:
    return Words.objects.none().values("pk")
