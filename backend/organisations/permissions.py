"""Who may do what: the one table, and the decorator by which every view names its row."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from backend.organisations.models import Membership
from backend.organisations.roles import Role
from backend.web.once import once

View = Callable[..., HttpResponse]


class Relation(StrEnum):
    """How somebody stands to the object at hand."""

    ANY = "any"
    A_TEAM = "a_team"
    OWN_UNIT = "own_unit"
    SELF = "self"
    ASKED = "asked"


class Refused(PermissionDenied):
    """A role that may not do this; its text explains to the person why, and who may."""


EVERYBODY = frozenset(Role)
MANAGERS = frozenset({Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR})


class Rule:
    """Allowed for these roles, or for whoever stands in one of these relations to the object."""

    def __init__(
        self, roles: frozenset[Role], why: Any, relations: frozenset[Relation] = frozenset()
    ) -> None:
        self.roles = roles
        self.relations = relations
        self.why = why


_PEOPLE = _("Everybody in this organisation may see this.")
_TEAM = _("Only the A-team of this initiative and the programme manager may change it.")
_SELF = _("Only the person who wrote this, the A-team and the programme manager may change it.")
_MANAGE = _("Only a programme manager or an administrator may do this.")
_ADMIN = _("Only an administrator may do this.")
_A_TEAM_OR_MANAGER = frozenset({Relation.A_TEAM})

# Action → rule. The action is the URL's name; `tests/architecture` holds the two together.
TABLE: dict[str, Rule] = {}


def rules(entries: dict[str, Rule]) -> None:
    """Add a room's rows to the table; an action has one row."""
    twice = TABLE.keys() & entries.keys()
    if twice:
        raise RuntimeError(f"Two rules for {sorted(twice)}")
    TABLE.update(entries)


everybody = Rule(EVERYBODY, _PEOPLE)
a_team = Rule(frozenset({Role.PROGRAMME_MANAGER}), _TEAM, frozenset({Relation.A_TEAM}))
own = Rule(frozenset({Role.PROGRAMME_MANAGER}), _SELF, frozenset({Relation.SELF, Relation.A_TEAM}))
managers = Rule(MANAGERS, _MANAGE)
administrators = Rule(frozenset({Role.ADMINISTRATOR}), _ADMIN)


def may(membership: Membership, action: str, relations: frozenset[Relation] = frozenset()) -> bool:
    """Whether this membership may do this, standing in these relations to the object."""
    rule = TABLE[action]
    return membership.has_role(*rule.roles) or bool(rule.relations & relations)


def require(
    membership: Membership, action: str, relations: frozenset[Relation] = frozenset()
) -> None:
    """Raise `Refused`, with the explanation of the rule, where `may` says no."""
    if not may(membership, action, relations):
        raise Refused(TABLE[action].why)


def allow(action: str) -> Callable[[View], View]:
    """Mark a view with its row of the table and refuse roles that it excludes.

    Where the rule also knows relations, the view itself calls `require` with the object at hand.
    A form that is sent twice has one effect (`backend/web/once.py`).
    """

    def decorate(view: View) -> View:
        answer = once(view)

        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            rule = TABLE[action]
            if not rule.relations:
                require(request.membership, action)  # type: ignore[attr-defined]
            return answer(request, *args, **kwargs)

        checked.action = action  # type: ignore[attr-defined]
        return checked

    return decorate


def public(view: View) -> View:
    """Mark a view that anybody may open, signed in or not; a form sent twice has one effect."""
    answer = once(view)
    answer.public = True  # type: ignore[attr-defined]
    return answer


rules(
    {
        "profile": everybody,
        "people": managers,
        "membership_invite": managers,
        "memberships_invite": managers,
        "membership_change": managers,
        "membership_correct": administrators,
        "membership_end": managers,
        "membership_return": managers,
        "membership_remind": managers,
        "settings": administrators,
        "unit_find": everybody,
        "unit_list": managers,
        "unit_add": managers,
        "unit_change": managers,
        "unit_end": managers,
        "unit_return": managers,
        "customers": managers,
        "process_add": managers,
        "process_change": managers,
        "process_end": managers,
        "process_return": managers,
        "customer_group_add": managers,
        "customer_group_change": managers,
        "customer_group_end": managers,
        "customer_group_return": managers,
    }
)
