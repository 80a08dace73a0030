"""The one field with its kind, and what is at hand behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from backend.initiatives import selectors
from backend.initiatives.labels import LABEL_LIMIT, label_from
from backend.initiatives.models import Initiative, Step, StepKind
from backend.initiatives.services.check_ins import SENTENCE_LIMIT
from backend.initiatives.services.laying import refuse_far
from backend.initiatives.services.steps import TEXT_LIMIT
from backend.listening.forms import CONSENT_CHOICES
from backend.listening.models import Consent
from backend.listening.services import SAID_BY_LIMIT, WORDS_LIMIT
from backend.organisations.forms import UnitField
from backend.organisations.models import Membership, Organisation
from backend.photos.forms import PhotoForm
from backend.writing import fields
from backend.writing.hints import HintedForm

OFFERED = 40
_KIND = _("Choose: listened, tried or changed.")


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    """A day, chosen with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **kwargs)


def kind_field() -> forms.ChoiceField:
    """Listened, tried or changed, as three stones."""
    return forms.ChoiceField(
        label=_("What kind of step?"),
        choices=StepKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _KIND, "invalid_choice": _KIND},
    )


def check_day(day: date, organisation: Organisation) -> None:
    """The service's own rule, asked early so that all that is wrong is told at once."""
    try:
        refuse_far("day", day, organisation)
    except ValidationError as error:
        raise ValidationError(error.messages) from error


class LateSelect(forms.Select):
    """A select that asks for its choices when it is drawn: a form that is saved needs none."""

    load: Callable[[], list[tuple[Any, Any]]]

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        """Draw what `load` offers now."""
        self.choices = self.load()
        return super().optgroups(name, value, attrs)


class Offer:
    """The initiatives that somebody may log a step in, for a field to choose one; read when shown.

    `wanted` is offered whatever there is.
    """

    def __init__(self, membership: Membership, wanted: Initiative | None = None) -> None:
        self.membership = membership
        self.wanted = wanted

    @cached_property
    def initiatives(self) -> list[Initiative]:
        """What may be chosen, one's own first."""
        found = selectors.initiatives_to_log_in(membership=self.membership).only(
            "uid", "title", "unit_id", "organisation_id", "stage"
        )
        offered: list[Initiative] = list(found[:OFFERED])
        if self.wanted is not None and self.wanted not in offered:
            self.wanted.is_own = None  # type: ignore[attr-defined]
            offered.insert(0, self.wanted)
        return offered

    @property
    def chosen(self) -> Initiative | None:
        """The initiative that stands chosen at first: the wanted one, else the latest own one."""
        own = (one for one in self.initiatives if one.is_own)  # type: ignore[attr-defined]
        return self.wanted or next(own, None)

    def choices(self) -> list[tuple[Any, Any]]:
        """Grouped as own and of one's team; the wanted one of elsewhere first."""
        groups = {None: "", True: _("My initiatives"), False: _("In my team")}
        found: list[tuple[Any, Any]] = []
        for is_own, label in groups.items():
            options = [
                (str(one.uid), one.title)
                for one in self.initiatives
                if one.is_own is is_own  # type: ignore[attr-defined]
            ]
            found += options if not label else [(label, options)] if options else []
        return found

    def clean(self, value: str) -> Initiative:
        """The one that was sent, as far as this person may log a step in it."""
        found = selectors.initiative_to_log_in(membership=self.membership, uid=value)
        if found is None:
            raise ValidationError(_("You cannot log a step here. Choose another initiative."))
        return found


class StepForm(PhotoForm):
    """A small step: what it was and its kind. The rest may be left as it stands."""

    text = fields.TextField(
        hinted=True,
        label=_("What small step have you taken?"),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(
            attrs={
                "rows": 2,
                "class": "textarea--hero",
                "dir": "auto",
                "enterkeyhint": "enter",
                "placeholder": _("Today I read the new letter about moving with a customer…"),
            }
        ),
        error_messages={"required": _("Write in a few words what you did.")},
    )
    kind = kind_field()
    initiative = fields.LineField(label=_("Initiative"), required=False, widget=LateSelect)
    day = day_field(_("When?"), help_text=_("A day in the future makes it a planned step."))
    words_text = fields.TextField(
        hinted=True,
        label=_("What did the customer say?"),
        help_text=_("In the customer’s own words, without a name."),
        required=False,
        max_length=WORDS_LIMIT,
        # The blank placeholder lets the style sheet know whether there are words.
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto", "placeholder": " "}),
    )
    said_by = fields.LineField(
        hinted=True,
        label=_("Who said it?"),
        help_text=_("Without a name: ‘a customer, 71’."),
        required=False,
        max_length=SAID_BY_LIMIT,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    consent = forms.ChoiceField(
        label=_("How far may these words go?"),
        help_text=_("Ask the customer. If in doubt: A-team only."),
        choices=CONSENT_CHOICES,
        initial=Consent.A_TEAM,
        required=False,
    )
    field_order = ["text", "kind", "initiative", "day", "words_text", "said_by", "consent"]

    def __init__(
        self,
        *args: Any,
        membership: Membership,
        chosen: Initiative | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, membership=membership, **kwargs)
        self.today = membership.organisation.today()
        self.offer = Offer(membership, chosen)
        self.fields["initiative"].widget.load = self._choices  # type: ignore[attr-defined]
        self.fields["day"].initial = self.today
        if membership.unit is None:
            # Whoever is in no team says for which one a new initiative starts.
            unit = UnitField(label=_("Which team?"), required=False, empty_label=_("Choose a team"))
            unit.offer(membership.organisation)
            self.fields["unit"] = unit
        if not self.is_bound:
            first = self.offer.chosen
            self.fields["initiative"].initial = str(first.uid) if first else ""

    def _choices(self) -> list[tuple[Any, Any]]:
        return [("", _("Start a new initiative")), *self.offer.choices()]

    @property
    def summary(self) -> str:
        """What stands chosen now: the title of an initiative, or that a new one starts."""
        value = str(self["initiative"].value() or "")
        found = next((one.title for one in self.offer.initiatives if str(one.uid) == value), None)
        return found or str(_("Start a new initiative"))

    @property
    def is_another_day(self) -> bool:
        """Whether the day as it stands is not today."""
        return str(self["day"].value() or "") != self.today.isoformat()

    @property
    def is_to_come(self) -> bool:
        """Whether the day as it stands makes it a planned step."""
        return str(self["day"].value() or "") > self.today.isoformat()

    @property
    def opened(self) -> bool:
        """Whether something behind the disclosure needs a look."""
        behind = (
            "initiative",
            "day",
            "words_text",
            "said_by",
            "consent",
            "photo",
            "photo_alt",
        )
        return any(self.errors.get(name) for name in behind) if self.is_bound else False

    def clean_initiative(self) -> Initiative | None:
        """The chosen initiative, where this person may log a step in it; None starts one."""
        value = self.cleaned_data["initiative"]
        return self.offer.clean(value) if value else None

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        check_day(day, self.membership.organisation)
        return day

    def clean_consent(self) -> str:
        return str(self.cleaned_data["consent"] or Consent.A_TEAM)

    def clean(self) -> dict[str, Any]:
        clean = super().clean() or {}
        if clean.get("said_by") and not clean.get("words_text") and not self.errors:
            self.add_error("words_text", _("Write down what the customer said."))
        return clean

    @property
    def step(self) -> dict[str, Any]:
        """The arguments of `step_log`, but for the photo."""
        clean = self.cleaned_data
        planned = clean["day"] > self.today
        return {
            "text": clean["text"],
            "kind": clean["kind"],
            "initiative": clean["initiative"],
            "unit": None if clean["initiative"] else clean.get("unit"),
            "done_on": None if planned else clean["day"],
            "planned_on": clean["day"] if planned else None,
            "words_text": clean["words_text"],
            "said_by": clean["said_by"],
            "consent": clean["consent"],
        }


class StepChangeForm(PhotoForm):
    """A step as it stands, to say it better."""

    text = fields.TextField(
        hinted=True,
        label=_("What did you do?"),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Write in a few words what you did.")},
    )
    kind = kind_field()
    day = day_field(_("When?"), help_text=_("A day in the future makes it a planned step."))
    label = fields.LineField(
        hinted=True,
        label=_("Two or three words under its stone"),
        required=False,
        max_length=LABEL_LIMIT,
        help_text=_("Proposed from your sentence. No names."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    initiative = fields.LineField(label=_("Initiative"), required=False, widget=LateSelect)
    photo_remove = forms.BooleanField(label=_("Without this photo"), required=False)
    field_order = ["text", "kind", "day", "label", "initiative"]
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, membership: Membership, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, membership=membership, standing=step.photo, **kwargs)
        self.organisation = membership.organisation
        self.step = step
        self.offer = Offer(membership, step.initiative)
        self.fields["initiative"].widget.load = self.offer.choices  # type: ignore[attr-defined]
        if not step.initiative.is_open:
            del self.fields["initiative"]

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        check_day(day, self.organisation)
        return day

    def clean_label(self) -> str:
        """What was proposed and left alone is not kept: it follows the sentence when that changes."""
        label: str = self.cleaned_data["label"]
        proposed = not self.step.label and label == label_from(self.step.text)
        return "" if proposed else label

    def clean_initiative(self) -> Initiative:
        """Where it stays, or another one in which this person may log a step."""
        value = self.cleaned_data["initiative"]
        here: Initiative = self.step.initiative
        return here if value in {"", str(here.uid)} else self.offer.clean(value)

    @property
    def changes(self) -> dict[str, Any]:
        """The arguments of `step_change`."""
        clean = self.cleaned_data
        names = ("text", "kind", "label", "version", "initiative")
        found = {name: clean[name] for name in names if name in clean}
        day = clean["day"]
        if day == (self.step.done_on or self.step.planned_on):
            return found  # what was planned is not done by saying it better
        if day > self.organisation.today():
            return {**found, "done_on": None, "planned_on": day}
        return {**found, "done_on": day}


class PlanForm(forms.Form):
    """Another day for a planned step."""

    planned_on = day_field(_("Another day"))

    def __init__(
        self, *args: Any, organisation: Organisation, is_undo: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.is_undo = is_undo

    def clean_planned_on(self) -> date:
        day: date = self.cleaned_data["planned_on"]
        if day < self.organisation.today() and not self.is_undo:
            raise ValidationError(_("This day is already past."))
        check_day(day, self.organisation)
        return day


class DoneForm(forms.Form):
    """On which day a planned step was done; empty for today."""

    done_on = day_field(_("On which day?"), required=False)


class CheckInForm(HintedForm):
    """How is it going? Only who is stuck is asked for a sentence."""

    answer = fields.HiddenField()
    sentence = fields.TextField(
        hinted=True,
        label=_("What is holding you up?"),
        required=False,
        max_length=SENTENCE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    ask_manager = forms.BooleanField(
        label=_("Ask the programme manager too, who then reads this sentence"), required=False
    )
