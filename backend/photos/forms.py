"""The fields of a photo, the same wherever one is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.photos import services
from backend.photos.services import ALT_LIMIT


class PhotoForm(forms.Form):
    """A form that may bring a photo; what is no photo is told at once, with all else."""

    photo = forms.FileField(
        label=gettext_lazy("Photo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    photo_alt = forms.CharField(
        label=gettext_lazy("What is to be seen?"),
        help_text=gettext_lazy("For colleagues who cannot see the photo."),
        required=False,
        max_length=ALT_LIMIT,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )

    def clean_photo(self) -> Any:
        file = self.cleaned_data["photo"]
        if file:
            try:
                services.photo_check(file=file)
            except ValidationError as error:
                raise ValidationError(error.messages) from error
        return file

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        has_photo = cleaned.get("photo") or "photo" in self.errors
        if has_photo and not cleaned.get("photo_alt") and "photo_alt" not in self.errors:
            self.add_error("photo_alt", _("Say in a few words what is to be seen."))
        return cleaned


def photo_asked_again(form: forms.Form, request: Any) -> None:
    """Say that a chosen photo has to be chosen again: a page that comes back has lost it.

    Where htmx sent the form, the open page still has it.
    """
    if "photo" in request.FILES and not request.htmx and "photo" not in form.errors:
        form.add_error("photo", _("Choose the photo once more: your browser did not keep it."))


@contextmanager
def photo_of(form: forms.Form, *, actor: Any) -> Iterator[dict[str, Any]]:
    """The photo to save along with a valid form: `{"photo": …}`, or nothing where it stays as it is.

    None where it goes (`photo_remove`). When saving fails, no photo stays behind.
    """
    clean = form.cleaned_data
    if clean["photo"]:
        photo = services.photo_store(actor=actor, file=clean["photo"], alt=clean["photo_alt"])
        try:
            yield {"photo": photo}
        except BaseException:
            services.photo_discard(photo=photo)
            raise
    else:
        yield {"photo": None} if clean.get("photo_remove") else {}
