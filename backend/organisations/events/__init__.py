"""What can happen to an organisation, its units, people and lists."""

from backend.organisations.events.lists import (
    CustomerGroupAdded,
    CustomerGroupChanged,
    CustomerGroupEnded,
    CustomerGroupReturned,
    ProcessAdded,
    ProcessChanged,
    ProcessEnded,
    ProcessReturned,
)
from backend.organisations.events.people import (
    AddressChanged,
    MembershipChanged,
    MembershipEnded,
    MembershipInvited,
    MembershipJoined,
    NameChanged,
    Place,
    Stood,
)
from backend.organisations.events.units import (
    OrganisationChanged,
    OrganisationStarted,
    Under,
    UnitAdded,
    UnitChanged,
    UnitEnded,
    UnitPlace,
    UnitReturned,
)

__all__ = [
    "AddressChanged",
    "CustomerGroupAdded",
    "CustomerGroupChanged",
    "CustomerGroupEnded",
    "CustomerGroupReturned",
    "MembershipChanged",
    "MembershipEnded",
    "MembershipInvited",
    "MembershipJoined",
    "NameChanged",
    "OrganisationChanged",
    "OrganisationStarted",
    "Place",
    "ProcessAdded",
    "ProcessChanged",
    "ProcessEnded",
    "ProcessReturned",
    "Stood",
    "Under",
    "UnitAdded",
    "UnitChanged",
    "UnitEnded",
    "UnitPlace",
    "UnitReturned",
]
