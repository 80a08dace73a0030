"""Inviting colleagues, and putting right what is known of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from backend.organisations.forms.units import UnitField
from backend.organisations.models import Organisation
from backend.organisations.roles import Role
from backend.organisations.team_names import TeamNames
from backend.text import names, people
from backend.text.names import Name
from backend.text.people import People
from backend.writing import fields


class CorrectionForm(forms.Form):
    """What somebody is called; where their invitation goes, as long as it is open."""

    name = fields.NameField(label=_("Name"), max_length=120)
    email = fields.AddressField(
        label=_("E-mail address"),
        help_text=_(
            "The invitation then goes to this address, and the earlier link stops working."
        ),
    )

    def __init__(self, *args: Any, with_address: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_address:
            del self.fields["email"]


class MembershipForm(forms.Form):
    """Somebody's place and roles."""

    unit = UnitField(label=_("Team"), required=False, empty_label=_("No team"))
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=[
            (role.value, format_lazy("{} – {}", role.label, role.adds))
            for role in Role
            if role != Role.STAFF
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Everybody can log steps and applaud. A role adds to that."),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(organisation)  # type: ignore[attr-defined]


class InvitingForm(MembershipForm):
    """What every invitation has: the place, the roles, and a line to go with it."""

    done: Any = None

    why = fields.LineField(
        label=_("A line of your own"),
        help_text=_("Why them? This line is in the e-mail and on their first page."),
        max_length=280,
        required=False,
    )


class InvitationForm(InvitingForm):
    """Whom to invite."""

    name = fields.NameField(label=_("Name"), max_length=120)
    email = fields.AddressField(label=_("E-mail address"))
    field_order = ["name", "email", "unit", "roles", "why"]

    def clean_name(self) -> Name:
        name = names.read(self.cleaned_data["name"])
        if not name.shown:
            raise ValidationError(_("Write the name as people say it."))
        return name


class InvitationsForm(InvitingForm):
    """Whom to invite, several at once."""

    people = fields.LinesField(
        label=_("Their e-mail addresses"),
        help_text=_(
            "50 at most. Paste them as you have them: from a mail, or from a sheet with names and teams. Nina Nieuw <nina@example.org> is read just as well as Nieuw, Nina; nina@example.org; Team Zuid."
        ),
        widget=forms.Textarea(
            attrs={"rows": 8, "autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
        ),
        max_length=20_000,
    )
    field_order = ["people", "unit", "roles", "why"]

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, organisation=organisation, **kwargs)
        self.organisation = organisation

    def clean_people(self) -> People:
        is_team = TeamNames(self.organisation).is_called
        found = people.read(self.cleaned_data["people"], is_team)
        return found if found.found or found.wrong else self._nobody()

    def _nobody(self) -> People:
        raise ValidationError(self.fields["people"].error_messages["required"], code="required")
