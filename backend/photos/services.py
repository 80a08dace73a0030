"""Taking in a photo: what is no picture stays out, what tells too much is left behind."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from threading import BoundedSemaphore
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_scopes import scopes_disabled
from PIL import Image, ImageOps

from backend.events import services as events
from backend.events.kinds import Kind
from backend.photos import selectors
from backend.photos.models import Photo

LONGEST_SIDE = 1600
SMALL_SIDE = 320
ALT_LIMIT = 300
DISCARDED_AT_ONCE = 500
# A photo of today's phones has some 50 million pixels, and a JPEG is read smaller at once. Other
# formats are read whole, at four bytes a pixel.
MOST_PIXELS = {"JPEG": 80_000_000, "MPO": 80_000_000}
MOST_PIXELS_READ_WHOLE = 25_000_000
# However many come at once, so many are in memory.
_READING = BoundedSemaphore(2)
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "MPO")


def photo_check(*, file: IO[bytes]) -> None:
    """Raise `ValidationError` at `photo` for what its first bytes show to be no photo, or too large."""
    with _refusing(file), Image.open(file, formats=FORMATS) as found:
        _refuse_too_many_pixels(found)
    file.seek(0)


def photo_store(*, actor: Any, file: IO[bytes], alt: str, drawn: bool = False) -> Photo:
    """Keep a picture as WebP, upright, at most 1600 pixels a side and 320, without EXIF.

    `actor` is a membership. Raises `ValidationError` at `photo` (no picture, or too large) or
    `photo_alt` (no words).
    """
    return _stored(actor, file, _described(alt), drawn)


def photo_keep(*, actor: Any, file: IO[bytes]) -> Photo:
    """Keep a picture that has no words yet: it waits for the form that it came with.

    Raises `ValidationError` at `photo`.
    """
    return _stored(actor, file, "", drawn=False)


@transaction.atomic
def photo_describe(*, actor: Any, photo: Photo, alt: str, seen: str = "") -> Photo:
    """Say (better) what is to be seen; `seen` is what stood there. The same again changes nothing.

    Raises `ValidationError` at `photo_alt`, also where somebody else described it meanwhile.
    """
    words = _described(alt)
    found: Photo = Photo.objects.select_for_update(of=("self",)).get(pk=photo.pk)
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
        events.record(
            kind=Kind.PHOTO_DESCRIBED,
            organisation=actor.organisation,
            actor=actor,
            subject=found,
            changes={"photo_alt": (before, words)},
        )
    return found


def _described(alt: str) -> str:
    words = alt.replace("\x00", "").strip()
    if not words:
        raise ValidationError({"photo_alt": _("Say in a few words what is to be seen.")})
    if len(words) > ALT_LIMIT:
        raise ValidationError({"photo_alt": _("Keep the description below 300 characters.")})
    return words


def _stored(actor: Any, file: IO[bytes], alt: str, drawn: bool) -> Photo:
    photo = Photo(organisation=actor.organisation, alt=alt, drawn=drawn, uploaded_by=actor)
    bare = _pixels(file)
    photo.small.save("small.webp", _webp(bare, SMALL_SIDE, quality=54), save=False)
    photo.file.save("photo.webp", _webp(bare, LONGEST_SIDE, quality=82), save=False)
    photo.width, photo.height = bare.size
    try:
        with transaction.atomic():
            photo.save(force_insert=True)
    except BaseException:
        # No row, no file: nothing is left that nobody knows of.
        _delete_files(photo)
        raise
    return photo


def _webp(bare: Image.Image, side: int, *, quality: int) -> ContentFile[bytes]:
    kept, resized = BytesIO(), bare.copy()
    resized.thumbnail((side, side), Image.Resampling.LANCZOS)
    resized.save(kept, "WEBP", quality=quality, method=6)
    return ContentFile(kept.getvalue())


def _pixels(file: IO[bytes]) -> Image.Image:
    with _refusing(file), _READING:
        return _drawn_anew(file)


@contextmanager
def _refusing(file: IO[bytes]) -> Iterator[None]:
    """Whatever goes wrong with the file is told about the photo."""
    if (getattr(file, "size", None) or 0) > settings.PHOTO_MAX_BYTES:
        megabytes = settings.PHOTO_MAX_BYTES // 1024 // 1024
        raise ValidationError(
            {"photo": _("This photo is too large: %(n)d MB at most.") % {"n": megabytes}}
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            file.seek(0)
            yield
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise ValidationError({"photo": _too_many_pixels()}) from bomb
    except Exception as broken:  # Pillow's readers raise anything on files made to break them
        raise ValidationError(
            {"photo": _("This is no photo that we can read. Use a JPEG, PNG or WebP.")}
        ) from broken


def _drawn_anew(file: IO[bytes]) -> Image.Image:
    with Image.open(file, formats=FORMATS) as found:
        _refuse_too_many_pixels(found)
        # A large JPEG is already read smaller: a quarter of the memory.
        found.draft("RGB", (LONGEST_SIDE * 2, LONGEST_SIDE * 2))
        upright = ImageOps.exif_transpose(found)
    if upright.mode not in ("RGB", "RGBA"):
        upright = upright.convert("RGBA" if "transparency" in upright.info else "RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    # Pixels only: whatever else the file told (place, camera, maker) is left behind.
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    return bare


def _refuse_too_many_pixels(found: Image.Image) -> None:
    most = MOST_PIXELS.get(found.format or "", MOST_PIXELS_READ_WHOLE)
    if found.width * found.height > most:
        raise ValidationError({"photo": _too_many_pixels()})


def _too_many_pixels() -> str:
    return _("This photo has too many pixels.")


@transaction.atomic
def photo_discard(*, photo: Photo) -> None:
    """Throw away a photo that nothing came to use, with its file."""
    photo.delete()
    transaction.on_commit(lambda: _delete_files(photo))


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
