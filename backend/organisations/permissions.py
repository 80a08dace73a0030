"""The ready-made rules about roles here, and this room's rows of the permission table."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from backend.organisations.roles import Role
from backend.web.permissions import TABLE, Refused, Rule, allow, may, public, require, rules

__all__ = [
    "EVERYBODY",
    "MANAGERS",
    "TABLE",
    "Refused",
    "Relation",
    "Rule",
    "a_team",
    "administrators",
    "allow",
    "everybody",
    "managers",
    "may",
    "own",
    "public",
    "require",
    "rules",
]


class Relation(StrEnum):
    """How somebody stands to the object at hand."""

    ANY = "any"
    A_TEAM = "a_team"
    OWN_UNIT = "own_unit"
    SELF = "self"
    ASKED = "asked"


EVERYBODY = frozenset(Role)
MANAGERS = frozenset({Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR})

_PEOPLE = _("Everybody in this organisation may see this.")
_TEAM = _("Only the A-team of this initiative and the programme manager may change it.")
_SELF = _("Only the person who wrote this, the A-team and the programme manager may change it.")
_MANAGE = _("Only a programme manager or an administrator may do this.")
_ADMIN = _("Only an administrator may do this.")
_A_TEAM_OR_MANAGER = frozenset({Relation.A_TEAM})

everybody = Rule(EVERYBODY, _PEOPLE)
a_team = Rule(frozenset({Role.PROGRAMME_MANAGER}), _TEAM, frozenset({Relation.A_TEAM}))
own = Rule(frozenset({Role.PROGRAMME_MANAGER}), _SELF, frozenset({Relation.SELF, Relation.A_TEAM}))
managers = Rule(MANAGERS, _MANAGE)
administrators = Rule(frozenset({Role.ADMINISTRATOR}), _ADMIN)

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
