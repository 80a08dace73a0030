"""`make restore FROM=…`: a backup into an empty installation, also of another PostgreSQL cluster."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg

from backend.config.version import VERSION
from deploy.backup import manifest as manifests
from deploy.backup import place as places
from deploy.backup.manifest import DATABASE, PHOTOS, Manifest, Unusable
from deploy.backup.write import fingerprints, row_counts
from deploy.local.processes import ROOT

# The schema in which all that was there waits until what is restored is whole.
_ASIDE = "before_restore"


@dataclass(frozen=True)
class Restored:
    """What came back: rows by table before later migrations, and whether the secret is the same."""

    manifest: Manifest
    rows: dict[str, int]
    same_secret: bool


def restore(place: places.Place, folder: Path, *, overwrite: bool = False) -> Restored:
    """Bring a backup back, bring its tables up to this version, and open the log's next epoch.

    The target is empty, or `overwrite` was asked for. Raises `Unusable`; what was there is then
    as it was, but for a migration that fails. So it is after whatever else ends it; where nothing
    can be put back at that moment (the process is killed), the next restore does so first, unless
    all had been filled by then.
    """
    found = manifests.read(folder)
    _refuse_newer(found)
    with place.connect() as connection:
        # Full tables are whole, for one transaction fills them; and may have been worked in since.
        if not row_counts(connection):
            _put_back(connection)
        _refuse_target(place, connection, found, overwrite)
    fresh = place.data / "media.restored"
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        with places.told("Nothing was changed."):
            fresh.mkdir(mode=0o700)
            _photos(folder, fresh)
        rows = _database(place, folder, found, overwrite)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    with places.told(
        f"The rows came back; the photos are in {fresh}, and belong in {place.media}."
    ):
        if place.media.exists():
            shutil.rmtree(place.media)
        fresh.rename(place.media)
    _up_to_date(place)
    known = fingerprints(place.secrets())
    return Restored(found, rows, set(found.secrets) <= set(known))


def _refuse_newer(found: Manifest) -> None:
    """A migration that this version does not know has changed what it can't read."""
    import django
    from django.db.migrations.loader import MigrationLoader

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings")
    django.setup()
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations or {})
    unknown = [f"{app}.{name}" for app, name in found.migrations if (app, name) not in known]
    if unknown:
        # Between two releases the number stays what it was.
        made_by, need = (
            ("a newer version", "what the backup was made with")
            if found.version == VERSION
            else (f"version {found.version}", f"version {found.version}")
        )
        raise Unusable(
            f"This backup was made by {made_by} and this is version {VERSION}, which is older: it"
            f" does not know {', '.join(unknown[:3])}{' and more' if len(unknown) > 3 else ''}."
            f" Install {need} or newer, and restore there. Nothing was changed."
        )


def _refuse_target(
    place: places.Place, connection: psycopg.Connection, found: Manifest, overwrite: bool
) -> None:
    server = connection.info.server_version // 10_000
    if server < found.postgres:
        raise Unusable(
            f"This backup comes from PostgreSQL {found.postgres}, and here is {server}: restore it"
            f" into PostgreSQL {found.postgres} or newer."
        )
    others = connection.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    ).fetchone()
    if others and others[0]:
        raise Unusable(
            f"{others[0]} others are connected to this database. Stop Stapsteen there first: web,"
            " workers, dispatcher and beat."
        )
    if overwrite:
        return
    if row_counts(connection):
        raise Unusable(
            "The database is not empty. To replace ALL that is in it, and the photos beside it:"
            " OVERWRITE=1 make restore FROM=…"
        )
    if place.media.exists() and any(p.is_file() for p in place.media.rglob("*")):
        raise Unusable(
            f"There are photos in {place.media}. To replace ALL of them: OVERWRITE=1 make restore"
            " FROM=…"
        )


def _photos(folder: Path, fresh: Path) -> None:
    try:
        with tarfile.open(folder / PHOTOS) as tar:
            tar.extractall(fresh, filter="data")
    except (tarfile.TarError, EOFError) as error:
        raise Unusable(f"{folder / PHOTOS} can't be read: {error}. Use another copy.") from error


def _database(
    place: places.Place, folder: Path, found: Manifest, overwrite: bool
) -> dict[str, int]:
    """All or nothing: what was there steps aside, and goes when all is there, or comes back."""
    with place.connect() as connection:
        server = connection.info.server_version // 10_000
        if overwrite:
            connection.execute(f"DROP SCHEMA IF EXISTS {_ASIDE} CASCADE")
            connection.execute(f"ALTER SCHEMA public RENAME TO {_ASIDE}")
            connection.execute("CREATE SCHEMA public")
    try:
        rows = _filled(place, folder, found, server)
    except BaseException:
        if overwrite:
            with place.connect() as connection:
                _put_back(connection)
        raise
    with place.connect() as connection:
        connection.execute(f"DROP SCHEMA IF EXISTS {_ASIDE} CASCADE")
    return rows


def _put_back(connection: psycopg.Connection) -> None:
    """What stepped aside for a restore that was cut short is there again; nothing where none was."""
    aside = connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [_ASIDE]).fetchone()
    if aside:
        connection.execute("DROP SCHEMA IF EXISTS public CASCADE")
        connection.execute(f"ALTER SCHEMA {_ASIDE} RENAME TO public")
    connection.commit()


def _filled(place: places.Place, folder: Path, found: Manifest, server: int) -> dict[str, int]:
    """One transaction fills it; then its rows are counted."""
    places.run(
        [
            places.program("pg_restore", max(server, found.postgres)),
            "--single-transaction",
            "--exit-on-error",
            "--no-owner",
            "--no-privileges",
            str(folder / DATABASE),
        ],
        place.url,
    )
    with place.connect() as connection:
        rows = row_counts(connection)
        connection.rollback()
        connection.autocommit = True
        connection.execute("ANALYZE")
    if rows != found.rows:
        different = sorted(t for t in rows.keys() | found.rows if rows.get(t) != found.rows.get(t))
        raise Unusable(f"Not all rows came back: {', '.join(different)} differ from the backup.")
    return rows


def _up_to_date(place: places.Place) -> None:
    """In processes of their own, as at every start of a new version."""
    env = {**os.environ, "DATABASE_URL": place.url, "DATABASE_DIRECT_URL": place.url,
           "STAPSTEEN_DATA": str(place.data)}  # fmt: skip
    if place.secrets():
        env["STAPSTEEN_SECRET"] = ",".join(place.secrets())
    for command in (["manage.py", "migrate", "--verbosity", "0"],
                    ["-m", "backend.config.start", "begin"]):  # fmt: skip
        done = subprocess.run([sys.executable, *command], cwd=ROOT, env=env, check=False)
        if done.returncode:
            raise Unusable(f"`python {' '.join(command)}` failed; what it says stands above.")


def main(words: Sequence[str] = ()) -> int:
    """Say what came back, and what to do next. The folder is the word given, or `FROM`."""
    began = time.monotonic()
    given = words[0] if words else os.environ.get("FROM", "")
    if not given:
        print("\nName the backup: make restore FROM=/path/to/backup\n", file=sys.stderr)
        return 1
    try:
        with places.found(alone=True) as place:
            _secret(place)
            done = restore(
                place, Path(given).expanduser().absolute(),
                overwrite=os.environ.get("OVERWRITE") == "1",
            )  # fmt: skip
            _tell(done, place, time.monotonic() - began)
    except Unusable as error:
        print(f"\n{error}\n", file=sys.stderr)
        return 1
    return 0


def _secret(place: places.Place) -> None:
    """A place without a secret can't be used: it would begin with one of its own."""
    if not place.secrets():
        raise Unusable(
            "The secret is not here yet. Bring the one that you keep apart from the backup: put it"
            f" in {place.data / 'secret'} (chmod 600), or in STAPSTEEN_SECRET. If it is lost, put a"
            " new one there: everybody then signs in anew, and links in sent mails stop working."
        )


def _tell(done: Restored, place: places.Place, seconds: float) -> None:
    found = done.manifest
    print(f"Brought back from {found.made_at} (version {found.version}): {sum(done.rows.values())}"
          f" rows in {len(done.rows)} tables, as many as were kept, and {found.photos['files']}"
          f" files of photos, in {seconds:.1f} s.")  # fmt: skip
    if not done.same_secret:
        print("Note: the secret here is another one. Everybody signs in anew, links in sent mails"
              " stop working, and codes that wait are not sent.")  # fmt: skip
    if sum(found.waiting.values()):
        print(f"{sum(found.waiting.values())} messages had not gone out when it was made; they go"
              " out once Stapsteen starts. Those that were sent after that moment go out again.")  # fmt: skip
    print("Start Stapsteen now: the board is folded anew, and what is due goes on.")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
