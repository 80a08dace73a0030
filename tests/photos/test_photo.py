"""Who gets to see a photo."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from backend.initiatives import services as initiatives
from backend.initiatives.models import Step
from backend.photos import services
from backend.photos.models import Photo
from tests.acting import by
from tests.initiatives.factories import log
from tests.photos.factories import picture


@pytest.fixture
def photo(samira, settings, tmp_path) -> Photo:
    settings.MEDIA_ROOT = tmp_path
    found = services.photo_store(act=by(samira), file=picture(), alt="Een meterkast")
    log(samira, photo=found)
    return found


def test_a_colleague_sees_it_and_only_their_own_browser_keeps_it(photo, petra, browse):
    answer = browse(petra).get(reverse("photos:photo", args=["deplas", photo.uid]))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"].startswith("private")
    assert answer.content.startswith(b"RIFF")


def test_a_small_one_is_smaller_and_an_older_photo_is_its_own_small_one(
    samira, settings, tmp_path, browse
):
    settings.MEDIA_ROOT = tmp_path
    photo = services.photo_store(act=by(samira), file=picture((1200, 900)), alt="Een meterkast")
    log(samira, photo=photo)
    url, client = reverse("photos:photo", args=["deplas", photo.uid]), browse(samira)
    large = client.get(url).content
    assert len(client.get(f"{url}?small").content) < len(large)
    Photo.objects.update(small="")
    assert client.get(f"{url}?small").content == large


def test_nobody_and_somebody_from_elsewhere_do_not_see_it(photo, stranger, browse):
    url = reverse("photos:photo", args=["deplas", photo.uid])
    own = reverse("photos:photo", args=["verweg", photo.uid])
    assert browse(None).get(url).status_code == 302
    assert browse(stranger).get(url).status_code == 404
    assert browse(stranger).get(own).status_code == 404


def test_a_photo_without_its_file_is_not_found(photo, samira, browse):
    photo.file.storage.delete(photo.file.name)
    answer = browse(samira).get(reverse("photos:photo", args=["deplas", photo.uid]))
    assert answer.status_code == 404


def test_a_photo_goes_and_comes_back_with_its_step(photo, samira, petra, browse):
    url, step = reverse("photos:photo", args=["deplas", photo.uid]), Step.objects.get()
    initiatives.step_remove(act=by(samira), step=step)
    assert browse(petra).get(url).status_code == 404
    initiatives.step_restore(act=by(samira), step=step)
    assert browse(petra).get(url).status_code == 200


def test_a_discarded_photo_leaves_neither_row_nor_file(
    photo, tmp_path, django_capture_on_commit_callbacks
):
    Step.objects.update(photo=None)
    with django_capture_on_commit_callbacks(execute=True):
        services.photo_discard(photo=photo)
    assert not Photo.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_what_nothing_shows_for_a_day_is_thrown_away_with_its_files(
    photo, samira, stranger, tmp_path, django_capture_on_commit_callbacks
):
    waiting = services.photo_keep(act=by(samira), file=picture())
    with scope(organisation=stranger.organisation):
        theirs = services.photo_keep(act=by(stranger), file=picture())
    now = timezone.now()
    assert services.photos_discard_unused(now=now) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert services.photos_discard_unused(now=now + timedelta(days=1, minutes=1)) == 2
    assert list(Photo.objects.all()) == [photo]
    kept = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert kept == {Path(file.name).name for file in (photo.file, photo.small)}
    assert not {Path(one.file.name).name for one in (waiting, theirs)} & kept


def test_a_photo_of_a_removed_step_stays_for_who_puts_it_back(photo, samira):
    initiatives.step_remove(act=by(samira), step=Step.objects.get())
    assert services.photos_discard_unused(now=timezone.now() + timedelta(days=9)) == 0
