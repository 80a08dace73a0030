"""Changing an organisation: its units, people, services and customer groups.

Every service runs in one transaction and ends by recording its event.
"""

from backend.organisations.services.customers import (
    customer_group_add,
    customer_group_change,
    customer_group_end,
    customer_group_return,
    process_add,
    process_change,
    process_end,
    process_return,
)
from backend.organisations.services.inviting import Invited, memberships_invite
from backend.organisations.services.organisations import (
    first_organisation_start,
    organisation_change,
    organisation_start,
)
from backend.organisations.services.people import (
    membership_accept,
    membership_change,
    membership_end,
    membership_invite,
    membership_remind,
    membership_return,
)
from backend.organisations.services.persons import (
    may_readdress,
    membership_correct,
    person_change,
    person_readdress,
)
from backend.organisations.services.units import unit_add, unit_change, unit_end, unit_return

__all__ = [
    "Invited",
    "customer_group_add",
    "customer_group_change",
    "customer_group_end",
    "customer_group_return",
    "first_organisation_start",
    "may_readdress",
    "membership_accept",
    "membership_change",
    "membership_correct",
    "membership_end",
    "membership_invite",
    "membership_remind",
    "membership_return",
    "memberships_invite",
    "organisation_change",
    "organisation_start",
    "person_change",
    "person_readdress",
    "process_add",
    "process_change",
    "process_end",
    "process_return",
    "unit_add",
    "unit_change",
    "unit_end",
    "unit_return",
]
