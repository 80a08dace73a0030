"""Organisations, their units, their people, whom they serve and with what."""

from __future__ import annotations

from backend.organisations.models.customers import CustomerGroup, Process
from backend.organisations.models.memberships import InvitationMail, Membership, MembershipState
from backend.organisations.models.organisations import LEAST_OPEN_MINUTES, WEEKDAYS, Organisation
from backend.organisations.models.persons import LANGUAGES, Person, PersonManager, no_name_yet
from backend.organisations.models.units import Unit

__all__ = [
    "LANGUAGES",
    "LEAST_OPEN_MINUTES",
    "WEEKDAYS",
    "CustomerGroup",
    "InvitationMail",
    "Membership",
    "MembershipState",
    "Organisation",
    "Person",
    "PersonManager",
    "Process",
    "Unit",
    "no_name_yet",
]
