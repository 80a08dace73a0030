"""Noting a customer's words, and how far they may go."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.listening.models import Consent
from backend.listening.services import SAID_BY_LIMIT, WORDS_LIMIT
from backend.organisations.forms import UnitField
from backend.organisations.models import Membership
from backend.writing import fields
from backend.writing.hints import HintedForm

CONSENT_CHOICES = [
    (Consent.A_TEAM.value, _("Only the A-team")),
    (Consent.ORGANISATION.value, _("The whole organisation")),
    (Consent.PUBLIC.value, _("Everybody")),
]


class WordsForm(HintedForm):
    """What a customer said, untouched; our own view has its place elsewhere."""

    text = fields.TextField(
        hinted=True,
        label=_("What did the customer say?"),
        help_text=_("In the customer’s own words, without a name."),
        max_length=WORDS_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3, "class": "textarea--hero", "dir": "auto"}),
        error_messages={"required": _("Write down what the customer said.")},
    )
    said_by = fields.LineField(
        hinted=True,
        label=_("Who said it?"),
        help_text=_("Without a name: ‘a customer, 71’."),
        required=False,
        max_length=SAID_BY_LIMIT,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    heard_on = forms.DateField(
        label=_("When?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    consent = forms.ChoiceField(
        label=_("How far may these words go?"),
        help_text=_("Ask the customer. If in doubt: A-team only."),
        choices=CONSENT_CHOICES,
        initial=Consent.A_TEAM,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = membership.organisation.today()
        self.fields["heard_on"].initial = self.today
        self.fields["heard_on"].widget.attrs["max"] = self.today.isoformat()
        if membership.unit is None:
            unit = UnitField(label=_("Which team?"), empty_label=None)
            unit.offer(membership.organisation)
            self.fields["unit"] = unit


class ConsentForm(forms.Form):
    """How far the customer lets these words go."""

    consent = forms.ChoiceField(
        label=_("How far may these words go?"), choices=CONSENT_CHOICES, widget=forms.RadioSelect
    )
