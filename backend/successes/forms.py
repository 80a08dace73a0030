"""What people type about a success, checked, with the error at its field."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.initiatives.models import Initiative
from backend.listening.models import Words
from backend.organisations.models import Organisation, Unit
from backend.photos.forms import PhotoForm
from backend.successes import selectors
from backend.successes.models import PART_LIMIT, STORY_LIMIT, THANKS_LIMIT, TITLE_LIMIT, Audience
from backend.writing import fields

NO_WORDS = ""
PARTS = ("before", "then", "now")


class StoryForm(PhotoForm):
    """A story with its title, words, photo and thanks."""

    title = fields.LineField(
        hinted=True,
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("What would you say to a colleague at the coffee machine?"),
        max_length=TITLE_LIMIT,
    )
    story = fields.TextField(
        hinted=True,
        label=gettext_lazy("The story"),
        help_text=gettext_lazy(
            "Drafted from what you noted. Say it in your own words; short is fine."
        ),
        max_length=STORY_LIMIT,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    before = fields.TextField(
        hinted=True,
        label=gettext_lazy("Before: how was it for the customer?"),
        max_length=PART_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    then = fields.TextField(
        hinted=True,
        label=gettext_lazy("Then: what did you do?"),
        help_text=gettext_lazy("Two sentences are enough: all steps are shown below as stones."),
        max_length=PART_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    now = fields.TextField(
        hinted=True,
        label=gettext_lazy("Now: what is different, and for whom?"),
        max_length=PART_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    words = forms.ChoiceField(
        label=gettext_lazy("The customer's words"), required=False, widget=forms.RadioSelect
    )
    thanks = fields.TextField(
        label=gettext_lazy("With thanks to"),
        help_text=gettext_lazy("Name colleagues, but never customers."),
        max_length=THANKS_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order = ["title", "before", "then", "now", "story", "words", "thanks"]
    photo_remove = forms.BooleanField(
        label=gettext_lazy("Tell it without this photo"), required=False
    )

    def __init__(
        self, *args: Any, initiative: Initiative, in_parts: bool = False, **kwargs: Any
    ) -> None:
        """`in_parts`: the story is asked for as before, then and now; else as one text."""
        super().__init__(*args, **kwargs)
        self.in_parts = in_parts
        for name in ["story"] if in_parts else PARTS:
            del self.fields[name]
        self.choosable = list(selectors.words_to_choose(initiative=initiative))
        choices = [(str(words.uid), f"“{words.text}”") for words in self.choosable]
        words_field: Any = self.fields["words"]
        words_field.choices = [*choices, (NO_WORDS, _("No words of a customer"))]

    @property
    def story_text(self) -> str:
        """The story as it stands in the form, whether it could be saved or not."""
        if not self.in_parts:
            return str(self["story"].value() or "").strip()
        typed = (str(self[name].value() or "").strip() for name in PARTS)
        return "\n\n".join(filter(None, typed))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.in_parts and not any(name in self.errors for name in PARTS):
            cleaned["story"] = "\n\n".join(filter(None, (cleaned[name] for name in PARTS)))
            if not cleaned["story"]:
                self.add_error("then", _("Write a few words here."))
        return cleaned

    def clean_words(self) -> Words | None:
        chosen = self.cleaned_data["words"]
        return next((words for words in self.choosable if str(words.uid) == chosen), None)


class AnnouncementForm(forms.Form):
    """Who may hear of a success."""

    audience = forms.ChoiceField(
        label=gettext_lazy("Who should hear about it?"),
        choices=Audience.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose who should hear about it."),
            "invalid_choice": gettext_lazy("Choose who should hear about it."),
        },
    )
    units = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Teams"),
        coerce=UUID,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("This team is not here. Choose again.")},
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        data: Any = self.data
        sent = _uids(data.getlist("units")) if self.is_bound else []
        units = Unit.objects.filter(organisation=organisation, uid__in=sent)
        self.known = {unit.uid: unit for unit in units.select_related("parent__parent__parent")}
        units_field: Any = self.fields["units"]
        units_field.choices = [(uid, unit.name) for uid, unit in self.known.items()]

    def clean_units(self) -> list[Unit]:
        return [self.known[uid] for uid in self.cleaned_data["units"]]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = cleaned.get("audience") == Audience.CHOSEN_UNITS
        if chosen and not cleaned.get("units") and "units" not in self.errors:
            raise ValidationError({"units": _("Choose at least one team.")})
        return cleaned


def _uids(values: Iterable[str]) -> list[UUID]:
    """Those that can be one."""
    found = []
    for value in values:
        with suppress(ValueError):
            found.append(UUID(value))
    return found
