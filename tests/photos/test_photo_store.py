"""Photos: made smaller, stripped of what they tell, never without words."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image

from backend.photos import services
from backend.photos.models import Photo
from tests.acting import by
from tests.photos.factories import picture

ALT = "Een meterkast met een telefoon ervoor"
ORIENTATION, GPS = 0x0112, 0x8825


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_a_photo_is_upright_small_and_tells_nothing_of_where_it_was_made(samira):
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[GPS] = {1: "N", 2: (52.0, 22.0, 0.0)}
    photo = services.photo_store(act=by(samira), file=picture((3000, 1500), exif=exif), alt=ALT)
    with Image.open(photo.file.path) as kept:
        assert (kept.format, kept.size) == ("WEBP", (800, 1600))
        assert not kept.getexif()
        assert "exif" not in kept.info
    assert (photo.width, photo.height) == (800, 1600)
    with Image.open(photo.small.path) as kept:
        assert (kept.format, kept.size) == ("WEBP", (160, 320))
        assert not kept.getexif()


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP"])
def test_other_kinds_of_pictures_are_taken(samira, kind):
    assert services.photo_store(act=by(samira), file=picture(kind=kind), alt=ALT).width == 40


def test_a_small_photo_is_not_blown_up(samira):
    assert services.photo_store(act=by(samira), file=picture((40, 20)), alt=ALT).width == 40


@pytest.mark.parametrize(
    "content",
    [b"", b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff\xd8\xff\xe0broken"],
)
def test_what_is_no_picture_is_refused(samira, content):
    with pytest.raises(ValidationError) as refused:
        services.photo_store(act=by(samira), file=ContentFile(content, name="a.jpg"), alt=ALT)
    assert list(refused.value.message_dict) == ["photo"]
    assert not Photo.objects.exists()


def test_a_half_photo_is_refused(samira):
    half = picture((900, 900)).read()[:2000]
    with pytest.raises(ValidationError):
        services.photo_store(act=by(samira), file=ContentFile(half, name="a.jpg"), alt=ALT)


def test_too_many_bytes_are_refused(samira, settings):
    settings.PHOTO_MAX_BYTES = 10
    with pytest.raises(ValidationError) as large:
        services.photo_store(act=by(samira), file=picture(), alt=ALT)
    assert list(large.value.message_dict) == ["photo"]


def test_a_picture_made_to_explode_is_refused_before_it_is_opened(samira):
    bomb = BytesIO()
    Image.new("1", (30_000, 30_000)).save(bomb, "PNG")
    with pytest.raises(ValidationError) as refused:
        services.photo_store(
            act=by(samira), file=ContentFile(bomb.getvalue(), name="a.png"), alt=ALT
        )
    assert list(refused.value.message_dict) == ["photo"]


@pytest.mark.parametrize("alt", ["", "  ", "a" * 301])
def test_a_photo_needs_words(samira, alt):
    with pytest.raises(ValidationError) as refused:
        services.photo_store(act=by(samira), file=picture(), alt=alt)
    assert list(refused.value.message_dict) == ["photo_alt"]


def test_a_refused_row_leaves_no_file(samira, tmp_path):
    samira.organisation.pk = None
    with pytest.raises(Exception, match="organisation"):
        services.photo_store(act=by(samira), file=picture(), alt=ALT)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
