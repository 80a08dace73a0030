"""How an organisation is set, how it begins, and one's own profile."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from allauth.core import context, ratelimit
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from backend.organisations.models import LANGUAGES
from backend.organisations.services.units import NAME_LIMIT
from backend.text import codes, outline
from backend.text.outline import Item
from backend.text.problems import Refused
from backend.writing import fields
from backend.writing.texts import at_line, in_words

WEEKDAYS = [
    (1, _("Monday")),
    (2, _("Tuesday")),
    (3, _("Wednesday")),
    (4, _("Thursday")),
    (5, _("Friday")),
    (6, _("Saturday")),
    (7, _("Sunday")),
]
_TOO_LONG = _("A department's name can have 80 characters at most.")
# Those of Europe first: the others are islands and partners far away.
ZONES = sorted(
    (zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")),
    key=lambda zone: (not zone.startswith("Europe/"), zone),
)


class FirstRunForm(forms.Form):
    """The first organisation, its departments, and whoever administers it."""

    name = fields.NameField(label=_("Name of your organisation"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    departments = fields.LinesField(
        label=_("Departments"),
        help_text=_("One per line. Teams go below their department, indented a little."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=5000,
    )
    administrator_name = fields.NameField(label=_("Your name"), max_length=120)
    administrator_email = fields.AddressField(label=_("Your e-mail address"))
    administrator_password = fields.PasswordField(
        label=_("A password"),
        help_text=_("At least 12 characters. A short sentence works well."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    setup_code = fields.SecretField(
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
        # Nobody guesses it, however long the page stands open.
        if not ratelimit.consume(context.request, action="setup_code"):
            raise ValidationError(_("That was often in a row. Wait a minute, and try again."))
        if not constant_time_compare(typed, codes.secret(settings.SETUP_CODE)):
            raise ValidationError(_("This is not the setup code."))
        return typed

    def clean_departments(self) -> list[Item]:
        try:
            units = outline.tree(self.cleaned_data["departments"])
        except Refused as refused:
            raise ValidationError(at_line(refused.line, in_words(refused))) from refused
        long = [at_line(u.line, str(_TOO_LONG)) for u in units if len(u.name) > NAME_LIMIT]
        if long:
            raise ValidationError(long)
        return units or self._none()

    def _none(self) -> list[Item]:
        raise ValidationError(self.fields["departments"].error_messages["required"])

    def clean_administrator_password(self) -> str:
        password: str = self.cleaned_data["administrator_password"]
        validate_password(password)
        return password


class ProfileForm(forms.Form):
    """My name and the language I read."""

    name = fields.NameField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("The language of my browser")), *LANGUAGES],
        required=False,
    )


class OrganisationForm(forms.Form):
    """How the organisation is called, and when its people may be reminded."""

    name = fields.NameField(label=_("Name"), max_length=120)
    language = forms.ChoiceField(
        label=_("Language"), choices=LANGUAGES, help_text=_("For people who did not choose one.")
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=[(zone, zone.replace("_", " ")) for zone in ZONES]
    )
    working_days = forms.TypedMultipleChoiceField(
        label=_("Working days"),
        choices=WEEKDAYS,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day.")},
    )
    quiet_from = forms.TimeField(
        label=_("Quiet from"),
        help_text=_(
            "Reminders wait until quiet hours are over. An announcement goes out as soon as it is sent."
        ),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    quiet_until = forms.TimeField(
        label=_("Quiet until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    works_on_good_friday = forms.BooleanField(label=_("We work on Good Friday"), required=False)
