"""What people type about a success, checked, with the error at its field."""

from __future__ import annotations

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
from backend.successes.models import STORY_LIMIT, THANKS_LIMIT, TITLE_LIMIT, Audience
from backend.writing import fields

NO_WORDS = ""


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
    words = forms.ChoiceField(
        label=gettext_lazy("The customer's words"), required=False, widget=forms.RadioSelect
    )
    thanks = fields.TextField(
        label=gettext_lazy("With thanks to"),
        help_text=gettext_lazy("Colleagues by name, customers without."),
        max_length=THANKS_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order = ["title", "story", "words", "thanks"]
    photo_remove = forms.BooleanField(
        label=gettext_lazy("Tell it without this photo"), required=False
    )

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choosable = list(selectors.words_to_choose(initiative=initiative))
        choices = [(str(words.uid), f"“{words.text}”") for words in self.choosable]
        words_field: Any = self.fields["words"]
        words_field.choices = [*choices, (NO_WORDS, _("No words of a customer"))]

    def clean_words(self) -> Words | None:
        chosen = self.cleaned_data["words"]
        return next((words for words in self.choosable if str(words.uid) == chosen), None)


class AnnouncementForm(forms.Form):
    """Who may hear of a success."""

    audience = forms.ChoiceField(
        label=gettext_lazy("Who may hear of it?"),
        choices=Audience.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose who may hear of it."),
            "invalid_choice": gettext_lazy("Choose who may hear of it."),
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
        self.known = {unit.uid: unit for unit in Unit.objects.filter(organisation=organisation)}
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
