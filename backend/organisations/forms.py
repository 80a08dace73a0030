"""Forms of an organisation: what people type, checked, with the error at the field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from allauth.core import context, ratelimit
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from backend.organisations import finding
from backend.organisations.models import LANGUAGES, Organisation, Unit
from backend.organisations.roles import Role
from backend.organisations.services.units import NAME_LIMIT
from backend.organisations.team_names import TeamNames
from backend.text import codes, names, outline, people, written
from backend.text.names import Name
from backend.text.outline import Item
from backend.text.people import People
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


class UnitPicker(forms.Select):
    """A select of a few units; where there are many, a line that finds them while one types.

    Which of the two is decided when it is drawn, by what `units` gives then.
    """

    units: Any = None
    # Which of a few are offered.
    keep: Callable[[list[Unit]], list[Unit]] | None = None
    address = ""
    empty_label: Any = None

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        few = list(self.units[: finding.FEW_UNITS + 1])
        if len(few) > finding.FEW_UNITS:
            return self._search(name, value, attrs or {})
        empty = [] if self.empty_label is None else [("", self.empty_label)]
        tree = finding.in_order(self.keep(few) if self.keep else few)
        self.choices = [*empty, *((str(u.uid), "\u2003" * depth + u.name) for u, depth in tree)]
        return super().render(name, value, attrs, renderer)

    def _search(self, name: str, value: Any, attrs: dict[str, Any]) -> SafeString:
        own = {**self.attrs, **attrs}
        id_ = own.get("id") or f"id_{name}"
        own["class"] = own.get("class", "").replace("utrecht-select", "utrecht-textbox")
        own["aria-describedby"] = f"{own.get('aria-describedby', '')} {id_}-how".strip()
        context = {"name": name, "id": id_, "attrs": flatatt({**own, "id": id_})}
        context |= {"value": self._shown(value), "address": self.address, "empty": self.empty_label}
        return render_to_string("organisations/unit_search.html", context)

    def _shown(self, value: Any) -> str:
        """The name of what stands chosen; what was typed stays as it was typed."""
        try:
            unit = self.units.filter(uid=UUID(str(value))).select_related("parent__parent").first()
        except ValueError:
            return str(value or "")
        return finding.label(unit) if unit else ""


class UnitField(forms.ModelChoiceField):
    """A choice of the organisation's units, by uid or by name; teams stand below their department."""

    widget = UnitPicker

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=None, to_field_name="uid", **kwargs)

    def offer(self, organisation: Organisation, keep: Unit | None = None) -> None:
        """Offer the units of this organisation: called by the form, once the tenant is known.

        Those that ended are no choice, but the one that is chosen already (`keep`).
        """
        current = Q(ended_on=None) | Q(pk=keep.pk if keep else None)
        units = Unit.objects.filter(current, organisation=organisation)
        self.organisation = organisation
        self.queryset = units.without_tree_fields().order_by("sort_key", "id")
        widget: Any = self.widget
        widget.units, widget.empty_label = self.queryset, self.empty_label
        widget.address = reverse("organisations:unit_find", args=[organisation.slug])

    def to_python(self, value: Any) -> Unit | None:
        """The unit that was chosen or typed."""
        if value in self.empty_values:
            return None
        try:
            unit = finding.unit_called(
                organisation=self.organisation,
                text=written.line(str(value))[:300],
                among=self.queryset,  # type: ignore[arg-type]
            )
        except Refused as refused:
            raise ValidationError(in_words(refused), code="invalid_choice") from refused
        if unit is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return unit


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


class UnitForm(forms.Form):
    """A department (no parent) or a team."""

    name = fields.NameField(label=_("Name"), max_length=80)
    parent = UnitField(label=_("Part of"), required=False, empty_label=_("Nothing: a department"))

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].offer(organisation)  # type: ignore[attr-defined]


class NameForm(forms.Form):
    """One name, for a service or a customer group."""

    name = fields.NameField(label=_("Name"), max_length=80)
