"""The rules by which people are reminded; each room brings its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from backend.messaging.messages import Section
from backend.organisations.models import Membership, Organisation


@dataclass(frozen=True)
class Rule:
    """When somebody is reminded of what.

    `due(organisation, today, members)` gives (membership id, row id) pairs of these members, in one
    query; `section(membership, row id)` says it in the active language, or None when it is no longer
    due.
    """

    name: str
    due: Callable[[Organisation, date, Sequence[int]], Iterable[tuple[int, int]]]
    section: Callable[[Membership, int], Section | None]


_rules: dict[str, Rule] = {}


def register(rule: Rule) -> None:
    """Make a rule known; a second registration of a name replaces the first."""
    _rules[rule.name] = rule


def all_rules() -> list[Rule]:
    """All of them, as they were registered."""
    return list(_rules.values())


def find(name: str) -> Rule | None:
    """The rule of this name; None for one that no room registers any more."""
    return _rules.get(name)
