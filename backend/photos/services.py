"""Taking in a photo: what is no picture stays out, what tells too much is left behind."""

from __future__ import annotations

from datetime import datetime
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled

from backend.events import services as events
from backend.events.acts import Act
from backend.photos import selectors
from backend.photos.events import PhotoDescribed
from backend.photos.models import Photo
from backend.photos.places import read_apart
from backend.photos.reading import Pictures, Refused, read
from backend.text import written

ALT_LIMIT = 300
DISCARDED_AT_ONCE = 500


def photo_check(*, file: IO[bytes]) -> None:
    """Raise `ValidationError` at `photo` for what is no photo, or too large.

    It is read whole, in a process of its own, and what was read is kept with the file for who stores
    it then. Raises `Busy` where too many come at once.
    """
    _pictures(file)


def photo_store(*, act: Act, file: IO[bytes], alt: str, drawn: bool = False) -> Photo:
    """Keep a picture as WebP, upright, at most 1600 pixels a side and 320, without EXIF.

    Raises `ValidationError` at `photo` (no picture, or too large) or
    `photo_alt` (no words).
    """
    return _stored(act, file, _described(alt), drawn)


def photo_keep(*, act: Act, file: IO[bytes]) -> Photo:
    """Keep a picture that has no words yet: it waits for the form that it came with.

    Raises `ValidationError` at `photo`.
    """
    return _stored(act, file, "", drawn=False)


@transaction.atomic
def photo_describe(*, act: Act, photo: Photo, alt: str, seen: str = "") -> Photo:
    """Say (better) what is to be seen; `seen` is what stood there. The same again changes nothing.

    Raises `ValidationError` at `photo_alt`, also where somebody else described it meanwhile, and as
    `photo_hold` does.
    """
    words = _described(alt)
    found = photo_hold(photo=photo)
    before = found.alt
    if before == words:
        return found
    if before != seen:
        theirs = _("Somebody described it meanwhile: “%(words)s”. Save once more to keep yours.")
        conflict = ValidationError(theirs % {"words": before}, code="conflict")
        raise ValidationError({"photo_alt": conflict})
    found.alt = words
    found.save(update_fields=["alt"])
    if before:
        changes = {"photo_alt": (before, words)}
        events.record(act, PhotoDescribed(), subject=found, changes=changes)
    return found


def photo_hold(*, photo: Photo) -> Photo:
    """The photo as it stands, kept from being thrown away until all is saved that shows it.

    Raises `ValidationError` at `photo` where it is gone already.
    """
    found: Photo | None = Photo.objects.select_for_update(of=("self",)).filter(pk=photo.pk).first()
    if found is None:
        raise ValidationError({"photo": _("This photo is not kept any more. Choose it again.")})
    if found.unused_since is not None:
        found.unused_since = None
        found.save(update_fields=["unused_since"])
    return found


def _described(alt: str) -> str:
    words = written.line(alt)
    if not words:
        raise ValidationError({"photo_alt": _("Say in a few words what it shows.")})
    if len(words) > ALT_LIMIT:
        raise ValidationError({"photo_alt": _("Keep the description below 300 characters.")})
    return words


def _stored(act: Act, file: IO[bytes], alt: str, drawn: bool) -> Photo:
    photo = Photo(organisation=act.organisation, alt=alt, drawn=drawn, uploaded_by=act.actor)
    made = _pictures(file, ours=drawn)
    try:
        photo.small.save("small.webp", ContentFile(made.small), save=False)
        photo.file.save("photo.webp", ContentFile(made.large), save=False)
        photo.width, photo.height = made.width, made.height
        with transaction.atomic():
            photo.save(force_insert=True)
    except BaseException:
        # No row, no file: nothing is left that nobody knows of.
        _delete_files(photo)
        raise
    return photo


def _pictures(file: IO[bytes], *, ours: bool = False) -> Pictures:
    """What is kept of a file; read once. One that we drew ourselves is read here."""
    known: Pictures | None = getattr(file, "_pictures", None)
    if known is not None:
        return known
    if (getattr(file, "size", None) or 0) > settings.PHOTO_MAX_BYTES:
        raise ValidationError({"photo": _too_large()})
    try:
        made = read(file.read()) if ours else read_apart(file)
    except Refused as why:
        raise ValidationError({"photo": _refusal(str(why))}) from why
    file._pictures = made  # type: ignore[attr-defined]
    return made


def _too_large() -> str:
    megabytes = settings.PHOTO_MAX_BYTES // 1024 // 1024
    return _("This photo is too large: %(n)d MB at most.") % {"n": megabytes}


def _refusal(why: str) -> str:
    if why == "pixels":
        return _("This photo has too many pixels: at most 120 million, and 16,384 a side.")
    if why == "heic":
        return _("We cannot read HEIC photos. Save it as a JPEG, and choose that one.")
    return _("We cannot read this photo. Use a JPEG, PNG or WebP.")


@transaction.atomic
def photo_discard(*, photo: Photo) -> None:
    """Throw away a photo that nothing came to use, with its file."""
    photo.delete()
    transaction.on_commit(lambda: _delete_files(photo))


def photo_take_back(*, photo: Photo) -> None:
    """Nothing stays of a photo whose form was not saved: no row, and no file.

    The file goes at once: where all is rolled back, nobody hears of the end of a transaction.
    """
    try:
        with transaction.atomic():
            photo.delete()
    finally:
        _delete_files(photo)


def photos_discard_unused(*, now: datetime | None = None) -> int:
    """Throw away what nothing has shown for a day; how many.

    A photo that was replaced or taken off is a citizen's too. Counted from when that is first seen
    here, so that whoever took it off by mistake has a day to put it back.
    """
    now = now or timezone.now()
    with scopes_disabled():  # housekeeping, the same for every organisation
        unused = selectors.photos_unused()
        Photo.objects.exclude(unused_since=None).exclude(pk__in=unused.values("pk")).update(
            unused_since=None
        )
        unused.filter(unused_since=None).update(unused_since=now)
        over = unused.filter(unused_since__lte=now - selectors.WAITS)
        known = list(over.values_list("pk", flat=True)[:DISCARDED_AT_ONCE])
        return sum(_discard_unused(over, pk) for pk in known)


@transaction.atomic
def _discard_unused(unused: QuerySet[Photo], pk: int) -> bool:
    """Held first and asked again: whoever comes to use it at this very moment keeps it."""
    held = Photo.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
    if held is None or not unused.filter(pk=pk).exists():
        return False
    photo_discard(photo=held)
    return True


def _delete_files(photo: Photo) -> None:
    for file in (photo.file, photo.small):
        if file.name:
            file.storage.delete(file.name)
