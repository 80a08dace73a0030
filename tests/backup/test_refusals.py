"""What a restore refuses, with a sentence, before anything is changed."""

from __future__ import annotations

import errno
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
    said = _refused(here, folder, monkeypatch)
    assert any(reason in said for reason in ("not empty", "connected")), said

    newer = shutil.copytree(folder, tmp_path / "newer")
    found = manifest.read(newer)
    _changed(newer, version="9.0.0", migrations=[*found.migrations, ["events", "0999_from_later"]])
    said = _refused(here, newer, monkeypatch)
    assert "made by version 9.0.0" in said
    assert "events.0999_from_later" in said
    assert "Nothing was changed" in said

    _changed(newer, version=found.version)  # between two releases
    said = _refused(here, newer, monkeypatch)
    assert "made by a newer version and this is" in said
    assert "Install what the backup was made with or newer" in said

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


def _torn(folder: Path, to: Path) -> Path:
    """A backup whose dump ends in the middle, as its own manifest says."""
    torn = shutil.copytree(folder, to)
    dump = torn / manifest.DATABASE
    dump.write_bytes(dump.read_bytes()[: dump.stat().st_size // 2])
    files = manifest.read(folder).files | {manifest.DATABASE: manifest.described(dump)}
    _changed(torn, files=files)
    return torn


def _holds(there: Place) -> tuple[dict[str, int], set[str], list[str]]:
    with there.connect() as asked:
        schemas = asked.execute(
            "SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_)' ORDER BY 1"
        ).fetchall()
        return write.row_counts(asked), write._files(there.media), [one for (one,) in schemas]


@pytest.fixture
def there(kept, elsewhere) -> Place:
    """Another installation, in which the backup was restored already; and a photo came after."""
    found = elsewhere()
    (found.data / "secret").write_text("x" * 50)
    restore.restore(found, kept[1])
    (found.media / "later.jpg").write_bytes(b"x")
    return found


def test_a_backup_that_can_not_be_read_to_its_end_takes_nothing_away(kept, there, tmp_path):
    before = _holds(there)
    torn = _torn(kept[1], tmp_path / "torn")
    with pytest.raises(Unusable, match="pg_restore failed"):
        restore.restore(there, torn, overwrite=True)
    assert _holds(there) == before
    counted = shutil.copytree(kept[1], tmp_path / "counted")
    _changed(counted, rows=manifest.read(kept[1]).rows | {"events_event": 99})
    with pytest.raises(Unusable, match="Not all rows came back: events_event"):
        restore.restore(there, counted, overwrite=True)
    assert _holds(there) == before
    restore.restore(there, kept[1], overwrite=True)
    rows, photos, schemas = _holds(there)
    assert (rows, photos, schemas) == (before[0], set(), ["public"])


def test_a_restore_that_was_killed_is_put_right_by_the_next_one(kept, there):
    before = _holds(there)
    with there.connect() as asked:
        asked.execute(f"ALTER SCHEMA public RENAME TO {restore._ASIDE}")
        asked.execute("CREATE SCHEMA public")
    with pytest.raises(Unusable, match="not empty"):
        restore.restore(there, kept[1])
    assert _holds(there) == before


def test_a_restore_that_was_killed_at_its_very_end_is_not_undone_long_after(kept, there):
    with there.connect() as asked:
        asked.execute(f"CREATE SCHEMA {restore._ASIDE}")
        asked.execute(f"CREATE TABLE {restore._ASIDE}.events_event (id int)")
    before = _holds(there)
    with pytest.raises(Unusable, match="not empty"):
        restore.restore(there, kept[1])
    assert _holds(there) == before
    restore.restore(there, kept[1], overwrite=True)
    assert _holds(there)[2] == ["public"]


@pytest.mark.parametrize(
    "told",
    [
        {"postgres": "16"}, {"migrations": None}, {"migrations": ["x"]}, {"rows": None},
        {"rows": {"events_event": "x"}}, {"photos": None}, {"photos": {}}, {"secrets": None},
        {"files": {}}, {"waiting": [1]},
    ],
)  # fmt: skip
def test_a_manifest_that_holds_something_else_is_no_manifest(kept, monkeypatch, told):
    here, folder = kept
    _changed(folder, **told)
    assert "is no backup of Stapsteen" in _refused(here, folder, monkeypatch)


def test_photos_that_can_not_be_read_are_told_before_anything_is_changed(kept, there, tmp_path):
    before = _holds(there)
    odd = shutil.copytree(kept[1], tmp_path / "odd")
    (odd / manifest.PHOTOS).write_bytes(b"no archive" * 100)
    files = manifest.read(kept[1]).files
    _changed(odd, files=files | {manifest.PHOTOS: manifest.described(odd / manifest.PHOTOS)})
    with pytest.raises(Unusable, match=r"photos\.tar can't be read"):
        restore.restore(there, odd, overwrite=True)
    assert _holds(there) == before


def test_where_it_can_not_be_kept_and_for_how_long_is_told_in_a_sentence(
    kept, tmp_path, monkeypatch, capsys
):
    here, _folder = kept
    (tmp_path / "file").write_text("")
    with pytest.raises(Unusable, match="can't be written: Not a directory"):
        write.backup(here, tmp_path / "file" / "x")
    for days in ("abc", "-1", "1.5", "²", "9" * 30):
        monkeypatch.setenv("KEEP_DAYS", days)
        assert write.main() == 1
        assert "is no number of days" in capsys.readouterr().err


def _full(*_arguments: object, **_more: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device", "/data/x.jpg")


@pytest.mark.parametrize("what", ["link", "tar", "manifest"])
def test_a_disk_that_fills_up_is_told_in_a_sentence_and_leaves_nothing_half(
    kept, tmp_path, monkeypatch, what
):
    here, _folder = kept
    (here.media / "a.jpg").write_bytes(b"x")
    if what == "link":
        monkeypatch.setattr(write.os, "link", _full)
        monkeypatch.setattr(write.shutil, "copyfile", _full)
    elif what == "tar":
        monkeypatch.setattr(write.tarfile, "open", _full)
    else:
        monkeypatch.setattr(manifest.Manifest, "write", _full)
    with pytest.raises(Unusable, match=r"/data/x\.jpg: No space left on device\. Nothing was kept"):
        write.backup(here, tmp_path / "full")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["data", "kept"]


def test_a_database_that_goes_away_meanwhile_is_told_in_a_sentence(kept, tmp_path):
    here, _folder = kept
    with pytest.raises(Unusable, match="The database went away"):
        write.backup(here, tmp_path / "gone", _goes_away)
    assert not (tmp_path / "gone").exists()


def _goes_away() -> None:
    raise psycopg.OperationalError("server closed the connection unexpectedly")


def test_photos_that_find_no_room_are_told_before_anything_is_changed(kept, there, monkeypatch):
    before = _holds(there)
    monkeypatch.setattr(restore.tarfile.TarFile, "extractall", _full)
    with pytest.raises(Unusable, match="No space left on device"):
        restore.restore(there, kept[1], overwrite=True)
    assert _holds(there) == before


def test_a_place_that_can_not_be_is_told_without_its_password(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("")
    monkeypatch.delenv("DATABASE_DIRECT_URL", raising=False)
    monkeypatch.setenv("DATABASE_URL", "postgres//stap:geheim-woord@db/stap")
    monkeypatch.setenv("STAPSTEEN_DATA", str(tmp_path))
    for command in (write.main, restore.main):
        monkeypatch.setenv("FROM", str(tmp_path))
        assert command() == 1
        said = capsys.readouterr().err
        assert "DATABASE_URL begins with postgresql://" in said
        assert "geheim-woord" not in said
    for folder in (tmp_path / "file", tmp_path / "file" / "x"):
        monkeypatch.setenv("STAPSTEEN_DATA", str(folder))
        assert write.main() == 1
        assert "can't be used" in capsys.readouterr().err
