"""`make backup`: database and photos as they are at one moment, into a folder of its own.

The pages go on meanwhile. Consistent, because the dump, the counts and the list of photos are read
in one snapshot of the database; files are gathered before it and once more after it, so that one
that is thrown away in between is still there, and one that came later is left out.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import tarfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from backend.config.secrets import derive
from backend.config.version import VERSION
from deploy.backup import place as places
from deploy.backup.manifest import DATABASE, FORMAT, NAME, PHOTOS, Manifest, Unusable, described

# How a backup is called, by its moment in UTC.
STAMP = "stapsteen-%Y%m%d-%H%M%S"


def backup(
    place: places.Place, folder: Path, between: Callable[[], Any] = lambda: None
) -> Manifest:
    """Write a backup into a new folder. Raises `Unusable`, and then leaves nothing behind.

    `between` is called after the snapshot was taken and before the dump: a test's way in.
    """
    if folder.exists():
        raise Unusable(f"{folder} is there already; name another folder with TO=…")
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir(mode=0o700, parents=True)
    except OSError as error:
        raise Unusable(f"{folder} can't be written: {error.strerror}.") from error
    try:
        with places.told("Nothing was kept."):
            found = _written(place, part, between)
            found.write(part)
            for file in part.iterdir():
                file.chmod(0o600)
            part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return found


def _written(place: places.Place, part: Path, between: Callable[[], Any]) -> Manifest:
    gathered = part / "photos"
    gathered.mkdir()
    _gather(place.media, gathered, _files(place.media))
    with place.connect() as reader:
        reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        reader.read_only = True
        server = reader.info.server_version // 10_000
        (snapshot,) = reader.execute("SELECT pg_export_snapshot()").fetchall()
        migrations, rows, waiting, named = _read(reader)
        between()
        places.run(
            [
                places.program("pg_dump", server),
                "--format=custom",
                "--no-owner",
                "--no-privileges",
                f"--snapshot={snapshot[0]}",
                f"--file={part / DATABASE}",
            ],
            place.url,
        )
    _gather(place.media, gathered, named)
    kept = _files(gathered)
    for name in kept - named:
        (gathered / name).unlink()
    with tarfile.open(part / PHOTOS, "w") as tar:
        for name in sorted(kept & named):
            tar.add(gathered / name, name)
    shutil.rmtree(gathered)
    return Manifest(
        format=FORMAT,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        version=VERSION,
        postgres=server,
        migrations=migrations,
        rows=rows,
        waiting=waiting,
        photos={"files": len(kept & named), "missing": len(named - kept)},
        secrets=fingerprints(place.secrets()),
        files={name: described(part / name) for name in (DATABASE, PHOTOS)},
    )


def _read(
    reader: psycopg.Connection,
) -> tuple[list[list[str]], dict[str, int], dict[str, int], set[str]]:
    """Of the snapshot: migrations, rows by table, messages under way by state, names of photos."""
    try:
        found = reader.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
        states = reader.execute(
            "SELECT state, count(*) FROM outbox_delivery WHERE settled_at IS NULL GROUP BY state"
        ).fetchall()
        photos = reader.execute("SELECT file, small FROM photos_photo").fetchall()
    except psycopg.errors.UndefinedTable:
        raise Unusable("This database holds no Stapsteen: its tables are not there.") from None
    names = {name for row in photos for name in row if name}
    return [list(one) for one in found], row_counts(reader), dict(states), names


def row_counts(connection: psycopg.Connection) -> dict[str, int]:
    """How many rows each table has."""
    tables = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
    ).fetchall()
    counts = {}
    for (table,) in tables:
        row = connection.execute(
            sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
        ).fetchone()
        counts[table] = row[0] if row else 0
    return counts


def fingerprints(secrets: list[str]) -> list[str]:
    """By which a secret is known again, and from which it can't be had."""
    return [derive(secret, "backup")[:16] for secret in secrets]


def _files(folder: Path) -> set[str]:
    return {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}


def _gather(source: Path, target: Path, names: set[str]) -> None:
    """Link or copy those that are still there and not gathered yet."""
    for name in names:
        there, here = source / name, target / name
        if here.exists() or not here.resolve().is_relative_to(target.resolve()):
            continue
        here.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(there, here)
        except FileNotFoundError:
            continue
        except OSError:  # another disk
            try:
                shutil.copyfile(there, here)
            except FileNotFoundError:
                continue


def prune(folder: Path, before: datetime) -> list[Path]:
    """Throw away the backups of before a moment, but for the newest one: by the date in their names."""
    found = sorted(
        (made, path) for path in folder.iterdir()
        if (made := _made(path)) is not None and (path / NAME).exists()
    )  # fmt: skip
    old = [path for made, path in found[:-1] if made < before]
    for path in old:
        shutil.rmtree(path)
    return old


def _made(path: Path) -> datetime | None:
    try:
        return datetime.strptime(path.name, STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def main(words: Sequence[str] = ()) -> int:
    """Say what was kept, where, and what has to be kept apart.

    A word names the folder in which a new one is made; `KEEP_DAYS` throws away what is older there.
    """
    began = time.monotonic()
    try:
        days = _days(os.environ.get("KEEP_DAYS", ""))
        with places.found(alone=False) as place:
            stamp = datetime.now(UTC).strftime(STAMP)
            into = Path(words[0]) if words else place.data / "backups"
            folder = Path(os.environ.get("TO") or into / stamp).expanduser()
            found = backup(place, folder.absolute())
            _tell(found, folder, place, time.monotonic() - began)
            if days:
                for gone in prune(folder.parent, datetime.now(UTC) - timedelta(days=days)):
                    print(f"Older than {days} days, and thrown away: {gone.name}")
    except Unusable as error:
        print(f"\n{error}\n", file=sys.stderr)
        return 1
    return 0


def _days(given: str) -> int:
    """For how many days backups are kept; 0: for good. Raises `Unusable` for what is no number."""
    if not given:
        return 0
    if not (given.isascii() and given.isdecimal() and int(given) < 100_000):
        raise Unusable(
            f"KEEP_DAYS={given} is no number of days. Nothing was kept, nothing thrown away."
        )
    return int(given)


def _tell(found: Manifest, folder: Path, place: places.Place, seconds: float) -> None:
    size = sum(file["bytes"] for file in found.files.values()) / 1_000_000
    print(f"Kept in {folder}: {sum(found.rows.values())} rows in {len(found.rows)} tables and"
          f" {found.photos['files']} files of photos, {size:.1f} MB, in {seconds:.1f} s.")  # fmt: skip
    if found.photos["missing"]:
        print(f"{found.photos['missing']} files of photos that the database names are not in"
              f" {place.media}.")  # fmt: skip
    where = "STAPSTEEN_SECRET" if os.environ.get("STAPSTEEN_SECRET") else place.data / "secret"
    print(f"Keep the secret too, in another place than the backup: {where}. Without it nobody stays"
          " signed in, links in sent mails stop working, and codes that wait can't be sent.")  # fmt: skip
    print(f"Bring it back with: make restore FROM={shlex.quote(str(folder))}")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
