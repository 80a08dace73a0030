"""Forms of an organisation: what people type, checked, with the error at the field."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.crypto import constant_time_compare
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from backend.organisations.invitees import Invitee, listed
from backend.organisations.models import LANGUAGES, Organisation, Unit
from backend.organisations.roles import Role

WEEKDAYS = [
    (1, _("Monday")),
    (2, _("Tuesday")),
    (3, _("Wednesday")),
    (4, _("Thursday")),
    (5, _("Friday")),
    (6, _("Saturday")),
    (7, _("Sunday")),
]


LEAST_OPEN_MINUTES = 120
# Those of Europe first: the others are islands and partners far away.
ZONES = sorted(
    (zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")),
    key=lambda zone: (not zone.startswith("Europe/"), zone),
)


class UnitField(forms.ModelChoiceField):
    """A choice of the organisation's units, by uid; its teams stand below their department."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=None, to_field_name="uid", **kwargs)

    def offer(self, organisation: Organisation, keep: Unit | None = None, **chosen: Any) -> None:
        """Offer the units of this organisation: called by the form, once the tenant is known.

        Those that ended are no choice, but the one that is chosen already (`keep`).
        """
        current = Q(ended_on=None) | Q(pk=keep.pk if keep else None)
        units = Unit.objects.filter(current, organisation=organisation, **chosen)
        self.queryset = units.with_tree_fields()

    def label_from_instance(self, obj: Any) -> str:
        return "\u2003" * getattr(obj, "tree_depth", 0) + obj.name


class FirstRunForm(forms.Form):
    """The first organisation, its departments, and whoever administers it."""

    name = forms.CharField(label=_("Name of your organisation"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    departments = forms.CharField(
        label=_("Departments"),
        help_text=_("One on each line. You can add teams later."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
    )
    administrator_name = forms.CharField(label=_("Your name"), max_length=120)
    administrator_email = forms.EmailField(label=_("Your e-mail address"), max_length=254)
    administrator_password = forms.CharField(
        label=_("A password"),
        help_text=_("At least 12 characters. A short sentence works well."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    setup_code = forms.CharField(
        label=_("Setup code"),
        help_text=_("Whoever installed Stapsteen here knows it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not settings.SETUP_CODE:
            del self.fields["setup_code"]

    @property
    def organisation(self) -> dict[str, Any]:
        """What the organisation is started with."""
        return {key: value for key, value in self.cleaned_data.items() if key != "setup_code"}

    def clean_setup_code(self) -> str:
        typed: str = self.cleaned_data["setup_code"]
        if not constant_time_compare(typed.strip(), settings.SETUP_CODE):
            raise ValidationError(_("This is not the setup code."))
        return typed

    def clean_departments(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["departments"].splitlines()]
        names = list(dict.fromkeys(line for line in lines if line))
        if any(len(name) > 80 for name in names):
            raise ValidationError(_("A department's name can have 80 characters at most."))
        if len({name.casefold() for name in names}) != len(names):
            raise ValidationError(_("A department stands here twice."))
        return names

    def clean_administrator_password(self) -> str:
        password: str = self.cleaned_data["administrator_password"]
        validate_password(password)
        return password


class ProfileForm(forms.Form):
    """My name and the language I read."""

    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("The language of my browser")), *LANGUAGES],
        required=False,
    )


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


class InvitationForm(MembershipForm):
    """Whom to invite."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    field_order = ["name", "email", "unit", "roles"]


class InvitationsForm(MembershipForm):
    """Whom to invite, several at once."""

    people = forms.CharField(
        label=_("Their e-mail addresses"),
        help_text=_(
            "One on each line, 50 at most. With the name if you like: Nina Nieuw <nina@example.org>, or Nina Nieuw; nina@example.org."
        ),
        widget=forms.Textarea(
            attrs={"rows": 8, "autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
        ),
        max_length=20_000,
        # A line that is empty counts, so that the numbers of the others are those that people see.
        strip=False,
    )
    field_order = ["people", "unit", "roles"]

    def clean_people(self) -> list[Invitee]:
        return listed(self.cleaned_data["people"]) or self._nobody()

    def _nobody(self) -> list[Invitee]:
        raise ValidationError(self.fields["people"].error_messages["required"], code="required")


class OrganisationForm(forms.Form):
    """How the organisation is called, and when its people may be reminded."""

    name = forms.CharField(label=_("Name"), max_length=120)
    language = forms.ChoiceField(
        label=_("Language"), choices=LANGUAGES, help_text=_("For people who did not choose one.")
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=[(zone, zone.replace("_", " ")) for zone in ZONES]
    )
    working_days = forms.TypedMultipleChoiceField(
        label=_("Working days"), choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    quiet_from = forms.TimeField(
        label=_("Quiet from"),
        help_text=_(
            "Reminders wait until the quiet is over. An announcement leaves when it is sent."
        ),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    quiet_until = forms.TimeField(
        label=_("Quiet until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    works_on_good_friday = forms.BooleanField(label=_("We work on Good Friday"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("quiet_from"), cleaned.get("quiet_until")
        if begins is not None and ends is not None:
            minutes = (begins.hour - ends.hour) * 60 + begins.minute - ends.minute
            if minutes % (24 * 60) < LEAST_OPEN_MINUTES:
                self.add_error("quiet_until", _("Leave some hours in which a reminder may arrive."))
        return cleaned


class UnitForm(forms.Form):
    """A department (no parent) or a team."""

    name = forms.CharField(label=_("Name"), max_length=80)
    parent = UnitField(label=_("Part of"), required=False, empty_label=_("Nothing: a department"))

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments = {"parent": None}
        self.fields["parent"].offer(organisation, **departments)  # type: ignore[attr-defined]


class NameForm(forms.Form):
    """One name, for a service or a customer group."""

    name = forms.CharField(label=_("Name"), max_length=80)
