"""Starting, changing and ending an initiative."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.initiatives import selectors
from backend.initiatives.forms.steps import day_field
from backend.initiatives.models import Ambition, Initiative
from backend.initiatives.services.initiatives import TEXTS
from backend.initiatives.stages import OPEN
from backend.listening.models import Words
from backend.organisations import finding
from backend.organisations.forms import UnitField
from backend.organisations.models import CustomerGroup, Membership, Process, Unit
from backend.organisations.selectors import FEWEST
from backend.writing import fields
from backend.writing.hints import HintedForm

# What each text is asked for with, wherever it is asked.
QUESTIONS = {
    "title": _("What is it called?"),
    "unit": _("Which team?"),
    "process": _("Which service does it change?"),
    "customer_group": _("For which customers?"),
    "ambition": _("Which ambition does it help?"),
    "expectation": _("What will the customer notice?"),
    "interpretation": _("What do we make of it?"),
    "surprise": _("What surprised us?"),
    "keeper": _("Who keeps this going?"),
    "lesson": _("What did we learn?"),
}
HELP = {
    "expectation": _("One line, in words a customer would use."),
    "interpretation": _("Our own view, apart from the customer’s words."),
    "keeper": _("And where is it written down?"),
    "title": _("A few words that a colleague understands at once."),
}
_ROWS = {"expectation": 2, "keeper": 2, "interpretation": 4, "surprise": 3, "lesson": 3}


def text_field(name: str, *, required: bool) -> fields.TextField | fields.LineField:
    """The field of one of an initiative's texts."""
    rows = _ROWS.get(name)
    widget = (
        forms.Textarea(attrs={"rows": rows, "dir": "auto"})
        if rows
        else forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"})
    )
    kind = fields.TextField if rows else fields.LineField
    return kind(
        # Who keeps it going is a colleague, by name.
        hinted=name != "keeper",
        label=QUESTIONS[name],
        help_text=HELP.get(name, ""),
        required=required,
        max_length=TEXTS[name],
        widget=widget,
        error_messages={"required": _("Write a few words here.")},
    )


class _Choice(forms.ModelChoiceField):
    """One of the organisation's rows, by uid; empty means not chosen yet."""

    def __init__(self, name: str, choices: Any) -> None:
        super().__init__(
            queryset=choices,
            to_field_name="uid",
            required=False,
            label=QUESTIONS[name],
            empty_label=_("Not chosen yet"),
        )


def link_field(name: str, initiative: Initiative) -> forms.ModelChoiceField:
    """The field of one of an initiative's links; what ended is a choice only where it is chosen."""
    if name == "unit":
        field = UnitField(label=QUESTIONS["unit"], empty_label=None)
        field.offer(initiative.organisation, keep=initiative.unit)
        return field
    if name == "ambition":
        return _Choice(name, Ambition.objects.filter(organisation=initiative.organisation))
    model: Any = {"process": Process, "customer_group": CustomerGroup}[name]
    current = Q(ended_on=None) | Q(pk=getattr(initiative, f"{name}_id"))
    return _Choice(name, model.objects.filter(current, organisation=initiative.organisation))


class ChangeForm(HintedForm):
    """One text or choice of an initiative, changed in place."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def change_form(name: str, initiative: Initiative, data: Any = None) -> ChangeForm:
    """The form that changes `name` of an initiative. Raises `KeyError` for what cannot be."""
    value = getattr(initiative, name)
    initial: dict[str, Any] = {"version": initiative.version}
    if name in TEXTS:
        required = name == "title" or (name == "lesson" and initiative.stage == "stopped")
        field: forms.Field = text_field(name, required=required)
        initial[name] = value
    else:
        field = link_field(name, initiative)
        initial[name] = value.uid if value else None
    form = ChangeForm(data, initial=initial, auto_id=f"id_%s_{initiative.uid}")
    form.fields[name] = field
    return form


class UnitFilter(forms.Form):
    """One team to look at; none that is too small to be looked at by itself, but one's own."""

    unit = UnitField(label=_("Team"), required=False, empty_label=_("All teams"))

    def __init__(self, data: Any, *, membership: Membership) -> None:
        super().__init__(data, auto_id="%s")
        self.membership = membership
        unit: Any = self.fields["unit"]
        unit.offer(membership.organisation)
        unit.widget.keep = self._large_enough

    @property
    def chosen(self) -> Unit | None:
        """The team, once it may be looked at."""
        found: Unit | None = self.cleaned_data.get("unit") if self.is_valid() else None
        return found

    def _large_enough(self, units: list[Unit]) -> list[Unit]:
        rows = finding.rows(organisation=self.membership.organisation, units=units)
        own = self.membership.unit_id
        return [row.unit for row in rows if row.people >= FEWEST or row.unit.pk == own]

    def clean_unit(self) -> Unit | None:
        unit: Unit | None = self.cleaned_data["unit"]
        if unit is None or self._large_enough([unit]):
            return unit
        raise ValidationError(_("This team is too small to be looked at by itself."))


class StartForm(HintedForm):
    """Title and team suffice; the rest is asked kindly, later."""

    title = text_field("title", required=True)
    unit = UnitField(label=QUESTIONS["unit"], empty_label=None)
    expectation = text_field("expectation", required=False)

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.offer(membership.organisation)
        if membership.unit is not None:
            unit.initial = membership.unit.uid


class WordsToForm(forms.Form):
    """One of one's own open initiatives, for words that were noted before."""

    initiative = forms.ModelChoiceField(
        queryset=None,
        to_field_name="uid",
        label=_("Which initiative?"),
        empty_label=_("Choose an initiative"),
        error_messages={
            "required": _("Choose an initiative"),
            "invalid_choice": _("Choose an initiative"),
        },
    )

    def __init__(self, *args: Any, membership: Membership, words: Words, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = selectors.initiatives_of(membership=membership).filter(stage__in=OPEN)
        field: Any = self.fields["initiative"]
        field.queryset = own.exclude(words_links__words=words)


class _EndForm(HintedForm):
    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closed_on"].initial = today
        self.fields["closed_on"].widget.attrs["max"] = today.isoformat()


class FinishForm(_EndForm):
    """It is done: two questions, both may wait."""

    surprise = text_field("surprise", required=False)
    keeper = text_field("keeper", required=False)
    closed_on = day_field(_("Done on"))


class StopForm(_EndForm):
    """It stops, and what was learned stays."""

    lesson = text_field("lesson", required=True)
    closed_on = day_field(_("Stopped on"))


class TeamForm(forms.Form):
    """A colleague who comes into the A-team."""

    membership = forms.ModelChoiceField(
        queryset=None,
        to_field_name="uid",
        label=_("Colleague"),
        error_messages={
            "required": _("Choose a colleague"),
            "invalid_choice": _("Choose a colleague"),
        },
    )

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["membership"]
        field.queryset = selectors.colleagues_to_add(initiative=initiative)
