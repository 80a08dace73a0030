"""Copies of `make run` in folders and on ports of their own, and what can be seen of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from deploy.local.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "deploy.local.run"]
OURS = ("STAPSTEEN_", "DATABASE_", "REDIS_", "SMTP_", "MAIL", "EXAMPLE", "PORT", "DJANGO", "PYTEST")

# Every one that was started, so that a test that fails leaves the next one a clean machine.
STARTED: list[subprocess.Popen[bytes]] = []


@dataclass
class Copy:
    """One supervisor, running or ended."""

    process: subprocess.Popen[bytes]
    port: int
    mailbox_port: int
    smtp_port: int
    data: Path
    output: Path

    @property
    def said(self) -> str:
        """All it has printed so far."""
        return self.output.read_text()

    def wait_until_ready(self) -> None:
        """Until it has printed how to end it; fails with what it said when it ends before."""
        wait_until(lambda: "Ctrl-C" in self.said or self.process.poll() is not None, 300)
        assert "Ctrl-C" in self.said, self.said

    def end(self, number: int = signal.SIGTERM) -> int:
        """Signal it, and return its exit status."""
        self.process.send_signal(number)
        return self.process.wait(120)

    def kill(self) -> None:
        """End it by force, as a crash would; once it has ended this does nothing."""
        self.process.kill()
        self.process.wait(30)


def start(data: Path, command: list[str] | None = None, **env: str) -> Copy:
    """A supervisor on this folder, without the example unless told otherwise."""
    given = {"EXAMPLE": "0", "STAPSTEEN_DATA": str(data), "PORT": str(free_port())}
    given |= {"MAILBOX_PORT": str(free_port()), "MAILBOX_SMTP_PORT": str(free_port()), **env}
    output = data.with_name(f"{data.name}-{time.monotonic_ns()}.txt")
    with output.open("wb") as file:
        process = subprocess.Popen(
            command or COMMAND, cwd=ROOT, env=environment() | given,
            stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT,
        )  # fmt: skip
    STARTED.append(process)
    ports = (int(given[name]) for name in ("PORT", "MAILBOX_PORT", "MAILBOX_SMTP_PORT"))
    return Copy(process, *ports, data, output)


def environment() -> dict[str, str]:
    """This process's, without what the tests and their servers were told."""
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)}


def family(pid: int) -> set[psutil.Process]:
    """Everything below a process. Two of them are the same by number and moment of start."""
    return set(psutil.Process(pid).children(recursive=True))


def member(pid: int, words: str) -> psutil.Process:
    """The one below a process whose command holds these words; the eldest of several."""
    found = [one for one in family(pid) if words in command_of(one)]
    assert found, f"nothing below {pid} runs {words}"
    return min(found, key=psutil.Process.create_time)


def alive(members: set[psutil.Process]) -> set[psutil.Process]:
    """Those of them that still run. A zombie has ended: only its parent has not looked yet."""
    return {one for one in members if _runs(one)}


def command_of(process: psutil.Process) -> str:
    """Its command, whole; empty when it has ended."""
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait_until(true: Callable[[], object], seconds: float) -> None:
    """Look again and again; fails when it takes longer."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.05)
