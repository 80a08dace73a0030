"""A full disk, wherever it shows: 503, what was typed is there, nothing half stays behind."""

from __future__ import annotations

import errno
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backend.initiatives.models import Step
from backend.photos import services as photos
from backend.photos.models import Photo
from backend.photos.places import Busy
from backend.web.sessions import expired_remove
from tests.photos.factories import picture

# What is cleaned up after a commit is cleaned up here too.
pytestmark = pytest.mark.django_db(transaction=True)
TYPED = "Ik belde mevrouw <Jansen> terug & luisterde"


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def send(samira, browse) -> Callable[..., Any]:
    """Samira saves a step with a photo, by a browser without script."""
    client: Client = browse(samira)
    client.raise_request_exception = False

    def sent(**more: Any) -> Any:
        day = samira.organisation.today().isoformat()
        form = {"text": TYPED, "kind": "listened", "day": day, "initiative": "", "key": str(uuid4()),
                "place": "home", "photo": picture(), "photo_alt": "Een telefoon", **more}  # fmt: skip
        return client.post(reverse("initiatives:step_create", args=["deplas"]), form)

    return sent


def full(*_arguments: object, **_named: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def full_database(*_arguments: object, **_named: object) -> None:
    raise OperationalError("could not extend file") from psycopg.errors.DiskFull("no space")


def refused(answer: Any, tmp_path: Path) -> None:
    """As it must be: told in Dutch, with the text to send once more, and nothing half."""
    assert answer.status_code == 503
    said = answer.content.decode()
    assert "Er is nu geen ruimte voor" in said
    assert "Ik belde mevrouw &lt;Jansen&gt; terug &amp; luisterde" in said
    assert said.count('name="csrfmiddlewaretoken"') >= 1
    assert not Step.objects.exists()
    assert not Photo.objects.exists()
    assert not [path for path in (tmp_path / "media").rglob("*") if path.is_file()]


@pytest.mark.parametrize("file", [1, 2])
def test_a_disk_that_is_full_for_the_first_or_the_second_file(send, tmp_path, monkeypatch, file):
    """Half of a file is written when it happens."""
    written: list[str] = []
    plain = FileSystemStorage._save

    def save(self: Any, name: str, content: Any) -> str:
        written.append(name)
        if len(written) == file:
            path = Path(self.path(name))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"half")
            full()
        return plain(self, name, content)

    monkeypatch.setattr(FileSystemStorage, "_save", save)
    refused(send(), tmp_path)
    assert len(written) == file


def test_a_disk_that_is_full_while_a_large_photo_is_received(send, tmp_path, monkeypatch, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    for step in ("new_file", "receive_data_chunk"):
        with monkeypatch.context() as away:
            away.setattr(TemporaryFileUploadHandler, step, full)
            refused(send(), tmp_path)


@pytest.mark.parametrize("model", [Photo, Step])
def test_a_database_that_is_full(send, tmp_path, monkeypatch, model):
    monkeypatch.setattr(model, "save", full_database)
    refused(send(), tmp_path)


def test_a_database_that_is_full_for_the_session_only(send, tmp_path, monkeypatch):
    monkeypatch.setattr(Step, "save", full_database)
    monkeypatch.setattr(SessionStore, "save", full_database)
    refused(send(), tmp_path)


def test_more_photos_than_are_read_at_once(send, tmp_path, monkeypatch):
    def busy(_file: object) -> None:
        raise Busy

    monkeypatch.setattr(photos, "read_apart", busy)
    answer = send()
    refused(answer, tmp_path)
    assert "foto" in answer.content.decode()


def test_what_is_sent_once_more_is_saved(send, browse, samira, monkeypatch):
    with monkeypatch.context() as away:
        away.setattr(Step, "save", full_database)
        answer = send()
    typed = dict(answer.context["typed"])
    client = browse(samira)
    again = client.post(reverse("initiatives:step_create", args=["deplas"]), typed)
    assert again.status_code == 302, again.content.decode()
    assert Step.objects.get().text == TYPED


def test_another_error_stays_an_error(send, monkeypatch):
    def broken(*_arguments: object, **_named: object) -> None:
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(Step, "save", broken)
    assert send().status_code == 500


def test_what_opens_a_door_is_not_repeated_on_the_page(browse, monkeypatch, organisation):
    client = browse(None)
    client.raise_request_exception = False
    monkeypatch.setattr("allauth.account.views.LoginView.post", full_database)
    answer = client.post(
        "/accounts/login/", {"login": "ada@deplas.example", "password": "geheim-1234"}
    )
    assert answer.status_code == 503
    assert "geheim-1234" not in answer.content.decode()


def test_sessions_whose_time_is_over_are_removed() -> None:
    for name, days in (("a", -1), ("b", 1)):
        Session.objects.create(
            session_key=name, session_data="", expire_date=timezone.now() + timedelta(days=days)
        )
    assert expired_remove() == 1
    assert [one.session_key for one in Session.objects.all()] == ["b"]
    assert expired_remove() == 0
