"""The forms of this room."""

from __future__ import annotations

from backend.organisations.forms.people import (
    CorrectionForm,
    InvitationForm,
    InvitationsForm,
    InvitingForm,
    MembershipForm,
)
from backend.organisations.forms.settings import (
    WEEKDAYS,
    ZONES,
    FirstRunForm,
    OrganisationForm,
    ProfileForm,
)
from backend.organisations.forms.units import NameForm, UnitField, UnitForm, UnitPicker

__all__ = [
    "WEEKDAYS",
    "ZONES",
    "CorrectionForm",
    "FirstRunForm",
    "InvitationForm",
    "InvitationsForm",
    "InvitingForm",
    "MembershipForm",
    "NameForm",
    "OrganisationForm",
    "ProfileForm",
    "UnitField",
    "UnitForm",
    "UnitPicker",
]
