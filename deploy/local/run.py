"""`make run`: starts everything on one machine, shows what it does, and ends all of it together."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_urlsafe
from typing import TextIO

from deploy.local import guard, servers
from deploy.local.commands import commands, environment
from deploy.local.processes import ROOT, Company, run
from deploy.local.ready import await_ready
from deploy.local.settings import Settings, fail, read, secret

PASSWORD = "stapsteen"
ACCOUNTS = ("ambassador", "leader", "staff", "manager")
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


_asked: list[int] = []


class Ended(Exception):
    """Somebody asked to stop."""


class Fallen(Exception):
    """One of the company ended by itself; its text says which, and how its log ends."""


def main() -> int:
    """Start, wait, stop. 0 when asked to stop, 1 when something ended by itself, 2 for settings."""
    if not _settings_are_right():
        return 2
    settings = read()
    _listen_for_the_end()
    status = 0
    lock, company = None, None
    try:
        lock = _locked(settings.data)
        _emptied(settings.temporary)
        company = Company(settings.data / "logs")
        _start(settings, company)
        _announce(settings)
        _watch(company)
    except Ended:
        print("\n· Stopping", flush=True)
    except (Fallen, servers.ServerError) as error:
        print(f"\n{error}", file=sys.stderr, flush=True)
        status = 1
    except PermissionError as error:
        print(f"\nThis belongs to somebody else: {error.filename}. Choose another folder with "
              "STAPSTEEN_DATA.", file=sys.stderr, flush=True)  # fmt: skip
        status = 1
    finally:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        if company is not None:
            company.stop()
        if lock is not None:
            lock.close()
    return status


def _settings_are_right() -> bool:
    """Asked of the product itself, which names all that is wrong; also servers that do not answer."""
    given = [name for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)]
    env = {**os.environ, "STAPSTEEN_SECRET": os.environ.get("STAPSTEEN_SECRET") or token_urlsafe()}
    command = [sys.executable, "-m", "backend.config.start", "values", *given]
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode == 0


def _listen_for_the_end() -> None:
    for number in SIGNALS:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup
            signal.signal(number, _stop)
    if "MAKELEVEL" in os.environ:  # whoever ends make, even by force, means us
        guard.follower()(signal.SIGTERM)


def _start(settings: Settings, company: Company) -> None:
    """Servers, tables, example, processes."""
    with _progress("Starting PostgreSQL and Valkey"):
        env = environment(settings, secret(settings.data)) | _servers(settings, company)
    with _progress("Bringing the tables up to date"):
        _migrate(settings, env, company)
    if settings.example:
        _example(settings, env, company)
    with _progress("Starting web, workers, dispatcher, beat and mailbox"):
        for name, command in commands(settings).items():
            company.start(name, command, env)
        missing = await_ready(settings.port, settings.url, lambda: _check(company))
    if missing == ["web"]:
        raise Fallen(_last_words(company, "web", "does not answer"))
    if missing:
        print(f"  Not alive yet: {', '.join(missing)}. What they say stands in {company.logs}.")


def _servers(settings: Settings, company: Company) -> dict[str, str]:
    """The addresses of the embedded servers; whoever names one by the environment uses that one."""
    env = {}
    if not os.environ.get("REDIS_URL"):
        valkey = servers.start_valkey(settings.data / "valkey", log=company.log("valkey"))
        company.adopt("valkey", valkey)
        env["REDIS_URL"] = valkey.url
    if not os.environ.get("DATABASE_URL"):
        postgres = servers.start_postgres(settings.data / "postgres", log=company.log("postgres"))
        company.adopt("postgres", postgres)
        env["DATABASE_URL"] = postgres.url
    return env


def _migrate(settings: Settings, env: dict[str, str], company: Company) -> None:
    """Migrate, unless these very migrations were applied to the embedded database before."""
    files = sorted((ROOT / "backend").glob("*/migrations/*.py"))
    wanted = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    with _once(settings, "migrated", wanted) as due:
        if due:
            _manage("migrate", "--verbosity", "0", env=env, company=company)


def _example(settings: Settings, env: dict[str, str], company: Company) -> None:
    with _once(settings, "example", "loaded") as due:
        if due:
            _manage(
                "example_load",
                "--if-empty",
                "--language",
                settings.language,
                env=env,
                company=company,
            )


@contextmanager
def _once(settings: Settings, name: str, wanted: str) -> Iterator[bool]:
    """Whether a thing is still due; noted beside the embedded database, with which it goes."""
    note = settings.data / "postgres" / name
    if os.environ.get("DATABASE_URL"):
        yield True
    elif note.exists() and note.read_text() == wanted:
        yield False
    else:
        yield True
        note.write_text(wanted)


def _manage(*arguments: str, env: dict[str, str], company: Company) -> None:
    try:
        run([sys.executable, "manage.py", *arguments], env, lambda: _check(company))
    except subprocess.CalledProcessError:
        raise Fallen(f"`manage.py {arguments[0]}` failed; what it says stands above.") from None


def _watch(company: Company) -> None:
    """Until asked to stop. What ends by itself is started again, a few times."""
    parent = os.getppid()
    while True:
        if _asked:
            raise Ended
        name = company.tend(lambda text: _say(company, text))
        if name is not None:
            raise Fallen(_last_words(company, name, "goes on ending by itself"))
        if "MAKELEVEL" in os.environ and os.getppid() != parent:
            raise Ended
        time.sleep(0.25)


def _say(company: Company, text: str) -> None:
    """On the screen, and with its time in a log that outlives this start."""
    with suppress(OSError):  # a full disk ends the log, and nothing else
        print(f"· {text}", flush=True)
    with suppress(OSError), (company.logs / "supervisor.log").open("a") as log:
        log.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} {text}\n")


def _check(company: Company) -> None:
    if _asked:
        raise Ended
    name = company.fallen()
    if name is not None:
        raise Fallen(_last_words(company, name, "ended by itself"))


def _last_words(company: Company, name: str, what: str) -> str:
    log = company.logs / f"{name}.log"
    said = servers.tail(log)
    return f"“{name}” {what}, so everything ends. Its log ({log}) ends with:\n\n{said}"


def _announce(settings: Settings) -> None:
    print(f"\n  Stapsteen    {settings.url}")
    if settings.own_mailbox:
        print(f"  Mailbox      {settings.mailbox_url}   (every e-mail that is sent)")
    if settings.example:
        print(f"\n  Example accounts, each with the password {PASSWORD}:")
        for name in ACCOUNTS:
            print(f"    {name}@duinzicht.example")
    print("\n  Ctrl-C ends all of it.\n", flush=True)


@contextmanager
def _progress(text: str) -> Iterator[None]:
    began = time.monotonic()
    print(f"· {text} …", end="", flush=True)
    yield
    print(f" {time.monotonic() - began:.1f} s", flush=True)


def _locked(data: Path) -> TextIO:
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    (data / "logs").mkdir(exist_ok=True)
    lock = (data / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        fail(f"Stapsteen already runs on {data}. For a second copy: "
             "STAPSTEEN_DATA=/another/folder PORT=8100 make run")  # fmt: skip
    return lock


def _emptied(folder: Path) -> None:
    """Without what processes that were killed left behind."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def _stop(number: int, _frame: object) -> None:
    """Only noted, without a lock: this may interrupt anything, also itself."""
    _asked.append(number)


if __name__ == "__main__":
    raise SystemExit(main())
