"""`make run`: starts everything on one machine, shows what it does, and ends all of it together."""

from __future__ import annotations

import fcntl
import hashlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from deploy.local import servers
from deploy.local.processes import ROOT, Company
from deploy.local.settings import Settings, fail, read, secret

PASSWORD = "stapsteen"
ACCOUNTS = ("ambassador", "leader", "staff", "manager")
SERVERS = ("postgres", "valkey")
READY_SECONDS = 90.0


class Ended(Exception):
    """Somebody asked to stop."""


def main() -> int:
    """Start, wait, stop. 0 when asked to stop, 1 when something ended by itself."""
    settings = read()
    settings.data.mkdir(parents=True, exist_ok=True)
    lock = _locked(settings.data)
    logs = settings.data / "logs"
    logs.mkdir(exist_ok=True)
    company = Company(logs)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    status = 0
    try:
        env = _start(settings, company)
        _announce(settings, env)
        status = _watch(company)
    except Ended:
        print("\n· Stopping", flush=True)
    except (servers.ServerError, subprocess.CalledProcessError) as error:
        print(f"\n{error}", file=sys.stderr)
        status = 1
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        company.stop(SERVERS)
        lock.close()
    return status


def _start(settings: Settings, company: Company) -> dict[str, str]:
    """Servers, tables, example, processes; returns the environment they run in."""
    with _progress("Starting PostgreSQL and Valkey"):
        env = _environment(settings, company)
    with _progress("Bringing the tables up to date"):
        _prepare(env, settings.data)
    if settings.example:
        load = [sys.executable, "manage.py", "example_load", "--if-empty"]
        subprocess.run(
            [*load, "--language", settings.language], cwd=ROOT, env=env, check=True,
        )  # fmt: skip
    with _progress("Starting web, workers, dispatcher, beat and mailbox"):
        for name, command in _commands(settings).items():
            company.start(name, command, env)
        _await_web(settings, company)
    return env


def _environment(settings: Settings, company: Company) -> dict[str, str]:
    env = {
        **os.environ,
        "STAPSTEEN_DATA": str(settings.data),
        "STAPSTEEN_SECRET": os.environ.get("STAPSTEEN_SECRET") or secret(settings.data),
        "STAPSTEEN_URL": settings.url,
        "STAPSTEEN_MAILBOX_URL": settings.mailbox_url,
        "EXAMPLE_MODE": "1" if settings.example else "0",
        "PYTHONUNBUFFERED": "1",
        "MAILBOX_PORT": str(settings.mailbox_port),
        "MAILBOX_SMTP_PORT": str(settings.smtp_port),
    }
    if not os.environ.get("SMTP_HOST"):
        env |= {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(settings.smtp_port)}
        env.setdefault("MAIL_FROM", "stapsteen@duinzicht.example")
    # One after the other, in this thread: Linux ends a child with the thread that started it.
    if not os.environ.get("REDIS_URL"):
        valkey = servers.start_valkey(settings.data / "valkey")
        company.adopt("valkey", valkey.process)
        env["REDIS_URL"] = valkey.url
    if not os.environ.get("DATABASE_URL"):
        postgres = servers.start_postgres(settings.data / "postgres")
        company.adopt("postgres", postgres.process)
        env["DATABASE_URL"] = postgres.url
    return env


def _prepare(env: dict[str, str], data: Path) -> None:
    """Migrate, unless these very migrations were applied to this very database before."""
    files = sorted((ROOT / "backend").glob("*/migrations/*.py"))
    whole = hashlib.sha256(env["DATABASE_URL"].rsplit("@", 1)[-1].rsplit("/", 1)[-1].encode())
    for path in files:
        whole.update(path.read_bytes())
    noted, wanted = data / "migrated", whole.hexdigest()
    embedded = not os.environ.get("DATABASE_URL")
    if embedded and noted.exists() and noted.read_text() == wanted:
        return
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=env, check=True)
    noted.write_text(wanted)


def _commands(settings: Settings) -> dict[str, list[str]]:
    python = sys.executable
    celery = [python, "-m", "celery", "-A", "worker.celery"]
    web = [
        python, "-m", "gunicorn", "backend.config.wsgi:application", "-k", "gthread",
        "--workers", "2", "--threads", "8", "--bind", f"127.0.0.1:{settings.port}",
        "--worker-tmp-dir", "/dev/shm" if Path("/dev/shm").is_dir() else "/tmp",
        "--access-logfile", "-", "--access-logformat", '%(m)s %(U)s %(s)s %(D)sus',
    ]  # fmt: skip
    commands = {
        "web": [*web, "--reload"] if settings.debug else web,
        "dispatcher": [python, "-m", "worker.dispatcher"],
        "worker-transactional": [*celery, "worker", "-Q", "transactional", "-n", "transactional@%h",
                                 "-c", "1", "-l", "INFO"],
        "worker-bulk": [*celery, "worker", "-Q", "bulk", "-n", "bulk@%h", "-c", "2", "-l", "INFO"],
        "beat": [*celery, "beat", "-l", "INFO", "--pidfile=", "-s", str(settings.data / "beat")],
        "mailbox": [python, "-m", "deploy.local.mailbox"],
    }  # fmt: skip
    if settings.debug:
        commands["front-end"] = [python, "-m", "deploy.front_end", "watch"]
    return commands


def _await_web(settings: Settings, company: Company) -> None:
    deadline = time.monotonic() + READY_SECONDS
    address = f"http://127.0.0.1:{settings.port}/accounts/login/"
    while True:
        name = company.fallen()
        if name:
            fail_with_log(company, name)
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except urllib.error.HTTPError:
            return
        except OSError:
            pass
        if time.monotonic() > deadline:
            fail_with_log(company, "web")
        time.sleep(0.1)


def _watch(company: Company) -> int:
    while True:
        name = company.fallen()
        if name:
            print(_fallen(company, name), file=sys.stderr, flush=True)
            return 1
        time.sleep(0.3)


def fail_with_log(company: Company, name: str) -> None:
    """End with the log of the process that did not start."""
    raise servers.ServerError(_fallen(company, name))


def _fallen(company: Company, name: str) -> str:
    return (
        f"\n“{name}” ended by itself, so everything ends. Its log "
        f"({company.logs / name}.log) ends with:\n\n{company.tail(name)}"
    )


def _announce(settings: Settings, env: dict[str, str]) -> None:
    print(f"\n  Stapsteen    {settings.url}")
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
    lock = (data / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        fail(f"Stapsteen already runs on {data}. For a second copy: "
             "STAPSTEEN_DATA=/another/folder PORT=8100 make run")  # fmt: skip
    return lock


def _stop(number: int, _frame: object) -> None:
    raise Ended


if __name__ == "__main__":
    raise SystemExit(main())
