"""The fields of a photo, the same wherever one is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.events.acts import Act
from backend.photos import selectors, services
from backend.photos.models import Photo
from backend.photos.services import ALT_LIMIT
from backend.writing import fields
from backend.writing.hints import HintedForm


class PhotoForm(HintedForm):
    """A form that may bring a photo; what is no photo is told at once, with all else.

    `standing` is the photo that is there already: its description can be said better. A photo that
    came with a refused page waits (`waiting`), so that it need not be chosen again.
    """

    photo = forms.FileField(
        label=gettext_lazy("Photo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    photo_waits = fields.HiddenField(required=False)
    photo_drop = forms.BooleanField(label=gettext_lazy("Not this photo after all"), required=False)
    # The photo that stood there when the page was opened, and how it was described.
    photo_seen = fields.HiddenField(required=False)
    photo_alt_seen = fields.HiddenField(required=False)
    photo_alt = fields.LineField(
        hinted=True,
        label=gettext_lazy("What does it show?"),
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
            self.fields["photo_alt_seen"].initial = standing.alt
            self.fields["photo_seen"].initial = str(standing.uid)

    @cached_property
    def waiting(self) -> Photo | None:
        """The photo that came with this form when it was refused before."""
        if not self.is_bound or self.data.get("photo_drop"):
            return None
        return selectors.photo_waiting(
            membership=self.membership, uid=self.data.get("photo_waits", "")
        )

    @property
    def seen(self) -> tuple[str, str]:
        """What this page was opened with; after a conflict, what stands there now."""
        told = self.errors.as_data().get("photo_alt", []) if self.is_bound else []
        if self.standing is not None and any(error.code == "conflict" for error in told):
            return str(self.standing.uid), selectors.alt_now(photo=self.standing)
        return (
            str(self["photo_seen"].value() or ""),
            str(self["photo_alt_seen"].value() or ""),
        )

    @property
    def better_words(self) -> str:
        """The description of the standing photo, where this editor changed it; else empty."""
        words: str = self.cleaned_data["photo_alt"]
        return "" if words == self.cleaned_data["photo_alt_seen"] else words

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
        if self._is_lost(cleaned):
            self.add_error("photo", _("Choose the photo again: we only keep it for a day."))
        comes = cleaned.get("photo") or "photo" in self.errors or self.waiting
        stays = self.standing and "photo_alt" in self.data and not cleaned.get("photo_remove")
        if (comes or stays) and not cleaned.get("photo_alt") and "photo_alt" not in self.errors:
            self.add_error("photo_alt", _("Say in a few words what it shows."))
        return cleaned

    def _is_lost(self, cleaned: dict[str, Any]) -> bool:
        """A photo should have come along that waits no more, and was not saved by a first press."""
        uid = cleaned.get("photo_waits")
        if not uid or cleaned.get("photo_drop") or cleaned.get("photo") or self.waiting:
            return False
        return not selectors.photo_taken(membership=self.membership, uid=uid)


def photo_keep(form: PhotoForm, request: Any) -> None:
    """Let a chosen photo wait for a page that was refused: it would have to be chosen again.

    Where htmx sent the form, the open page still has it.
    """
    file = request.FILES.get("photo")
    if file is None or request.htmx or "photo" in form.errors:
        return
    try:
        form.waiting = services.photo_keep(act=request.act, file=file)
    except ValidationError as error:
        form.add_error("photo", error.messages)  # type: ignore[arg-type]


@contextmanager
def photo_of(form: PhotoForm, act: Act) -> Iterator[dict[str, Any]]:
    """The photo to save along with a valid form: `{"photo": …}`, or nothing where it stays as it is.

    None where it goes (`photo_remove`). Photo and the rest are saved both or neither; then no photo
    stays behind but one that waits. What it shows is said last: a photo is held after what it belongs
    to.
    """
    clean = form.cleaned_data
    if clean["photo"]:
        photo = services.photo_store(act=act, file=clean["photo"], alt=clean["photo_alt"])
        try:
            yield {"photo": photo}
        except BaseException:
            services.photo_take_back(photo=photo)
            raise
    elif form.waiting is not None:
        with transaction.atomic():
            yield {"photo": form.waiting}
            services.photo_describe(act=act, photo=form.waiting, alt=clean["photo_alt"])
    elif clean.get("photo_remove"):
        yield {"photo": None}
    elif form.standing is not None and form.better_words:
        with transaction.atomic():
            yield {}
            _describe(form, form.standing, act)
    else:
        yield {}


def _describe(form: PhotoForm, standing: Photo, act: Act) -> None:
    seen, alt_seen = form.cleaned_data["photo_seen"], form.cleaned_data["photo_alt_seen"]
    if seen != str(standing.uid):
        gone = _("There is a different photo now. Take a look, and describe that one.")
        raise ValidationError({"photo_alt": ValidationError(gone, code="conflict")})
    services.photo_describe(act=act, photo=standing, alt=form.better_words, seen=alt_seen)
