"""Which database and which folder are meant: those of the environment, or the embedded ones."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from backend.config import values
from deploy.backup.manifest import Unusable
from deploy.local import postgres, servers
from deploy.local.processes import ROOT


@dataclass(frozen=True)
class Place:
    """A database and the folder with uploads that belongs to it."""

    url: str
    data: Path

    @property
    def media(self) -> Path:
        """The uploads."""
        return self.data / "media"

    def secrets(self) -> list[str]:
        """The secrets in use here; none where there are none yet."""
        given, file = os.environ.get("STAPSTEEN_SECRET", ""), self.data / "secret"
        if not given and file.exists():
            given = file.read_text()
        return [one.strip() for one in given.split(",") if one.strip()]

    def connect(self) -> psycopg.Connection:
        """Raises `Unusable` where it does not answer."""
        try:
            return psycopg.connect(self.url, connect_timeout=10)
        except (psycopg.OperationalError, psycopg.ProgrammingError) as error:
            raise Unusable(f"The database does not answer: {str(error).strip()}") from None


@contextmanager
def found(*, alone: bool) -> Iterator[Place]:
    """The place that the environment names; the embedded server is started where it does not run.

    `alone`: nothing else may run on it meanwhile. Raises `Unusable`.
    """
    data = Path(os.environ.get("STAPSTEEN_DATA") or ROOT / ".data").expanduser()
    try:
        data = data.resolve()
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        held = (data / "lock").open("a")
    except OSError as error:
        raise Unusable(f"{data} can't be used: {error.strerror}.") from error
    with held as lock:
        url = _address()
        free = _taken(lock.fileno())
        if alone and not free:
            raise Unusable(f"Stapsteen runs on {data}. Stop it first (Ctrl-C where it runs).")
        if url:
            yield Place(url, data)
        elif not free:
            yield Place(_running(data / "postgres"), data)
        else:
            if not alone and not (data / "postgres" / "data").exists():
                raise Unusable(f"There is nothing in {data} to back up.")
            server = servers.start_postgres(data / "postgres")
            try:
                yield Place(server.url, data)
            finally:
                server.stop()


def _address() -> str:
    """Of the database that the environment names; "" where it names none. Raises `Unusable`."""
    for name in ("DATABASE_DIRECT_URL", "DATABASE_URL"):
        if url := os.environ.get(name, "").strip():
            # Before the library reads it: what it can't read it repeats, with the password.
            if wrong := values.database_wrong(url):
                raise Unusable(f"{name} {wrong}")
            return url
    return ""


@contextmanager
def told(outcome: str) -> Iterator[None]:
    """What the disk or the database refuses halfway, as `Unusable`, with what came of it."""
    try:
        yield
    except OSError as error:
        where = error.filename2 or error.filename
        said = f"{where}: {error.strerror}" if where else str(error)
        raise Unusable(f"{said}. {outcome}") from error
    except psycopg.Error as error:
        first = str(error).strip().partition("\n")[0]
        raise Unusable(f"The database went away, or refused: {first}. {outcome}") from error


def _taken(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _running(folder: Path) -> str:
    """The address of the embedded server that `make run` started here."""
    try:
        port = int((folder / "data" / "postmaster.pid").read_text().splitlines()[3])
        password = (folder / "password").read_text().strip()
    except (OSError, IndexError, ValueError):
        raise Unusable(f"The database in {folder} is just being started or stopped.") from None
    return f"postgresql://{servers.USER}:{password}@127.0.0.1:{port}/{servers.USER}"


def program(name: str, server: int) -> str:
    """`pg_dump` or `pg_restore` for a server of this major version: its own, else the next newer.

    Those of the embedded server come first. Raises `Unusable` when there is none that can.
    """
    bundled: list[Path] = []
    try:
        bundled = [postgres.programs(Path("/nonexistent")).home / "bin" / name]
        package = next(p for p in bundled[0].parents if p.name == postgres.PACKAGE)
        bundled += package.glob(f"pginstall*/bin/{name}")
    except (ModuleNotFoundError, StopIteration):
        pass
    found = [str(path) for path in bundled if path.exists()]
    found += [str(path) for path in Path("/usr/lib/postgresql").glob(f"*/bin/{name}")]
    found += [path for path in [shutil.which(name)] if path]
    versions = {version: path for path in reversed(found) if (version := _version(path)) >= server}
    if not versions:
        raise Unusable(
            f"No {name} here can handle PostgreSQL {server}. Install the client programs of"
            f" PostgreSQL {server} or newer, for instance the package postgresql-client-{server}."
        )
    return versions[min(versions)]


def _version(path: str) -> int:
    done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    number = re.search(r"\) (\d+)", done.stdout)
    return int(number[1]) if number else 0


def run(command: list[str], url: str) -> None:
    """One of PostgreSQL's programs on a database, whose password no list of processes shows.

    Raises `Unusable` with what it said.
    """
    told = "\n".join(f"{key}={value}" for key, value in conninfo_to_dict(url).items())
    with tempfile.NamedTemporaryFile("w", prefix="stapsteen-") as service:
        service.write(f"[stapsteen]\n{told}\n")
        service.flush()
        env = {**os.environ, "PGSERVICEFILE": service.name}
        done = subprocess.run(
            [*command, "--dbname=service=stapsteen"], env=env, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
    if done.returncode:
        raise Unusable(f"{Path(command[0]).name} failed:\n{done.stderr.strip()[-2000:]}")
