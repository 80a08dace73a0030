"""What a restore refuses, with a sentence, before anything is changed."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from deploy.backup import manifest, place, restore, write
from deploy.backup.manifest import Unusable
from deploy.backup.place import Place
from tests.initiatives.factories import log

pytestmark = pytest.mark.django_db(transaction=True)


def url() -> str:
    told = connection.settings_dict
    return f"postgresql://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}/{told['NAME']}"


@pytest.fixture
def kept(samira, tmp_path: Path) -> tuple[Place, Path]:
    """A place with a step in it, and a backup of it."""
    log(samira)
    here = Place(url(), tmp_path / "data")
    here.media.mkdir(parents=True)
    write.backup(here, tmp_path / "kept")
    return here, tmp_path / "kept"


def _changed(folder: Path, **told: object) -> None:
    path = folder / manifest.NAME
    path.write_text(json.dumps(json.loads(path.read_text()) | told))


def _refused(here: Place, folder: Path, monkeypatch) -> str:
    monkeypatch.setattr(restore, "_database", _never)
    with pytest.raises(Unusable) as refused:
        restore.restore(here, folder)
    assert not (here.data / "media.restored").exists()
    return str(refused.value)


def _never(*_arguments: object) -> dict[str, int]:
    raise AssertionError("it went on")


def test_what_is_refused_and_why(kept, tmp_path, monkeypatch):
    here, folder = kept
    assert "not empty" in _refused(here, folder, monkeypatch) or "connected" in _refused(
        here, folder, monkeypatch
    )

    newer = shutil.copytree(folder, tmp_path / "newer")
    found = manifest.read(newer)
    _changed(newer, version="9.0.0", migrations=[*found.migrations, ["events", "0999_from_later"]])
    said = _refused(here, newer, monkeypatch)
    assert "made by version 9.0.0" in said
    assert "events.0999_from_later" in said
    assert "Nothing was changed" in said

    server = shutil.copytree(folder, tmp_path / "server")
    _changed(server, postgres=99)
    assert "comes from PostgreSQL 99" in _refused(here, server, monkeypatch)

    form = shutil.copytree(folder, tmp_path / "form")
    _changed(form, format=2)
    assert "manifest of format 2" in _refused(here, form, monkeypatch)

    broken = shutil.copytree(folder, tmp_path / "broken")
    with (broken / manifest.DATABASE).open("r+b") as dump:
        dump.seek(100)
        dump.write(b"x")
    assert "checksum differs" in _refused(here, broken, monkeypatch)

    half = shutil.copytree(folder, tmp_path / "half")
    (half / manifest.PHOTOS).unlink()
    assert "is missing" in _refused(here, half, monkeypatch)

    for name, text in (
        ("none", None),
        ("list", "[]"),
        ("torn", '{"format": 1'),
        ("bare", '{"format": 1}'),
    ):
        odd = tmp_path / name
        odd.mkdir()
        if text is not None:
            (odd / manifest.NAME).write_text(text)
        assert "is no backup of Stapsteen" in _refused(here, odd, monkeypatch)


def test_a_backup_that_fails_leaves_nothing_half(kept, tmp_path):
    here, folder = kept
    with pytest.raises(Unusable, match="is there already"):
        write.backup(here, folder)
    with pytest.raises(Unusable, match="does not answer"):
        write.backup(replace(here, url="postgresql://x@127.0.0.1:1/x"), tmp_path / "away")
    with pytest.raises(RuntimeError, match="halfway"):
        write.backup(here, tmp_path / "torn", _fails)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["data", "kept"]


def _fails() -> None:
    raise RuntimeError("halfway")


def test_who_else_may_read_a_backup_is_nobody(kept):
    _here, folder = kept
    assert folder.stat().st_mode & 0o077 == 0
    assert all(file.stat().st_mode & 0o077 == 0 for file in folder.iterdir())


def test_the_secret_is_known_again_and_not_in_it(kept, monkeypatch):
    here, folder = kept
    found = manifest.read(folder)
    assert len(found.secrets) == len(here.secrets()) == 1
    assert here.secrets()[0] not in (folder / manifest.NAME).read_text()
    monkeypatch.setenv("STAPSTEEN_SECRET", "")
    assert not here.secrets()
    with pytest.raises(Unusable, match="The secret is not here yet"):
        restore._secret(here)


def test_a_program_that_is_too_old_for_the_server_is_not_used():
    with psycopg.connect(url()) as asked:
        version = asked.info.server_version // 10_000
    assert place.program("pg_dump", version)
    with pytest.raises(Unusable, match="No pg_dump here can handle PostgreSQL 97"):
        place.program("pg_dump", 97)


def test_what_is_old_goes_but_never_the_newest_nor_what_is_no_backup(tmp_path):
    for name in ("stapsteen-20200101-000000", "stapsteen-20200201-000000", "iets-anders"):
        (tmp_path / name).mkdir()
        (tmp_path / name / manifest.NAME).touch()
    (tmp_path / "stapsteen-20190101-000000").mkdir()  # empty: not one of ours
    gone = write.prune(tmp_path, datetime(2026, 1, 1, tzinfo=UTC))
    assert [path.name for path in gone] == ["stapsteen-20200101-000000"]
    assert len(list(tmp_path.iterdir())) == 3
