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

from deploy.local.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "deploy.local.run"]
OURS = ("STAPSTEEN_", "DATABASE_", "REDIS_", "SMTP_", "MAIL", "EXAMPLE", "PORT", "DJANGO", "PYTEST")


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
        wait_until(lambda: "Ctrl-C" in self.said or self.process.poll() is not None, 120)
        assert "Ctrl-C" in self.said, self.said

    def end(self, number: int = signal.SIGTERM) -> int:
        """Signal it, and return its exit status."""
        self.process.send_signal(number)
        return self.process.wait(60)

    def kill(self) -> None:
        """End it by force, as a crash would."""
        self.process.kill()
        self.process.wait(10)


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
    ports = (int(given[name]) for name in ("PORT", "MAILBOX_PORT", "MAILBOX_SMTP_PORT"))
    return Copy(process, *ports, data, output)


def environment() -> dict[str, str]:
    """This process's, without what the tests and their servers were told."""
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)}


def family(pid: int) -> set[tuple[int, str]]:
    """Number and moment of start of everything below a process."""
    rows = [row.split(None, 2) for row in _ps() if row.strip()]
    below, grown = {pid}, True
    while grown:
        found = below | {int(one) for one, parent, _ in rows if int(parent) in below}
        below, grown = found, found != below
    return {(int(one), began) for one, _, began in rows if int(one) in below - {pid}}


def alive(members: set[tuple[int, str]]) -> set[tuple[int, str]]:
    """Those of them that still run."""
    now = {(int(row[0]), row[2]) for row in (row.split(None, 2) for row in _ps()) if len(row) == 3}
    return members & now


def wait_until(true: Callable[[], object], seconds: float) -> None:
    """Look again and again; fails when it takes longer."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.05)


def _ps() -> list[str]:
    """A zombie has ended: only its parent has not looked yet."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,stat=,lstart="], capture_output=True, text=True, check=True
    )
    rows = (line.split(None, 3) for line in listed.stdout.splitlines())
    return [f"{pid} {ppid} {began}" for pid, ppid, stat, began in rows if "Z" not in stat]
