"""The fields of a photo, the same wherever one is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.photos import selectors, services
from backend.photos.models import Photo
from backend.photos.services import ALT_LIMIT


class PhotoForm(forms.Form):
    """A form that may bring a photo; what is no photo is told at once, with all else.

    `standing` is the photo that is there already: its description can be said better. A photo that
    came with a refused page waits (`waiting`), so that it need not be chosen again.
    """

    photo = forms.FileField(
        label=gettext_lazy("Photo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    photo_waits = forms.UUIDField(required=False, widget=forms.HiddenInput)
    photo_drop = forms.BooleanField(label=gettext_lazy("Not this photo after all"), required=False)
    photo_alt = forms.CharField(
        label=gettext_lazy("What is to be seen?"),
        help_text=gettext_lazy("For colleagues who cannot see the photo."),
        required=False,
        max_length=ALT_LIMIT,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )

    def __init__(
        self, *args: Any, membership: Any, standing: Photo | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.membership = membership
        self.standing = standing
        if standing is not None:
            self.fields["photo_alt"].initial = standing.alt

    @cached_property
    def waiting(self) -> Photo | None:
        """The photo that came with this form when it was refused before."""
        if not self.is_bound or self.data.get("photo_drop"):
            return None
        uid = self.data.get("photo_waits", "")
        return selectors.photo_waiting(membership=self.membership, uid=uid)

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
        comes = cleaned.get("photo") or "photo" in self.errors or self.waiting
        stays = self.standing and "photo_alt" in self.data and not cleaned.get("photo_remove")
        if (comes or stays) and not cleaned.get("photo_alt") and "photo_alt" not in self.errors:
            self.add_error("photo_alt", _("Say in a few words what is to be seen."))
        return cleaned


def photo_keep(form: PhotoForm, request: Any) -> None:
    """Let a chosen photo wait for a page that was refused: it would have to be chosen again.

    Where htmx sent the form, the open page still has it.
    """
    file = request.FILES.get("photo")
    if file is None or request.htmx or "photo" in form.errors:
        return
    try:
        form.waiting = services.photo_keep(actor=request.membership, file=file)
    except ValidationError as error:
        form.add_error("photo", error.messages)  # type: ignore[arg-type]


@contextmanager
def photo_of(form: PhotoForm) -> Iterator[dict[str, Any]]:
    """The photo to save along with a valid form: `{"photo": …}`, or nothing where it stays as it is.

    None where it goes (`photo_remove`). When saving fails, no photo stays behind that did not wait.
    """
    clean, actor = form.cleaned_data, form.membership
    alt, waiting, standing = clean["photo_alt"], form.waiting, form.standing
    if clean["photo"]:
        photo = services.photo_store(actor=actor, file=clean["photo"], alt=alt)
        try:
            yield {"photo": photo}
        except BaseException:
            services.photo_discard(photo=photo)
            raise
    elif waiting is not None:
        yield {"photo": waiting}
        services.photo_describe(actor=actor, photo=waiting, alt=alt)
    elif clean.get("photo_remove"):
        yield {"photo": None}
    else:
        yield {}
        if standing is not None and alt:
            services.photo_describe(actor=actor, photo=standing, alt=alt)
