"""Processes that live and die together: started with a log each, ended all at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.servers import die_with_parent

ROOT = Path(__file__).resolve().parents[2]
_KIND_SECONDS = 12.0


@dataclass
class Company:
    """The processes of one `make run`.

    A guard outside the company holds the other end of a pipe: when this process dies, however it
    dies, the guard kills what is left of every group.
    """

    logs: Path
    members: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    _guard: subprocess.Popen[bytes] | None = None

    def start(self, name: str, command: list[str], env: dict[str, str]) -> None:
        """Start one process in a group of its own, its output in `logs/<name>.log`."""
        log = self.logs / f"{name}.log"
        if log.exists():
            log.replace(log.with_suffix(".log.1"))
        with log.open("ab") as output:
            process = subprocess.Popen(
                command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                start_new_session=True, preexec_fn=die_with_parent,  # noqa: PLW1509 - no threads here
            )  # fmt: skip
        self.adopt(name, process)

    def adopt(self, name: str, process: subprocess.Popen[bytes]) -> None:
        """Take in a process that was started elsewhere, as the leader of its group."""
        self.members[name] = process
        if self._guard is None:
            self._guard = subprocess.Popen(
                [sys.executable, "-m", "deploy.local.guard"], cwd=ROOT, stdin=subprocess.PIPE,
                start_new_session=True,
            )  # fmt: skip
        assert self._guard.stdin is not None
        self._guard.stdin.write(f"{process.pid}\n".encode())
        self._guard.stdin.flush()

    def fallen(self) -> str | None:
        """The name of a process that has ended, if any has."""
        return next((n for n, p in self.members.items() if p.poll() is not None), None)

    def tail(self, name: str) -> str:
        """How a process's log ends."""
        log = self.logs / f"{name}.log"
        return log.read_text(errors="replace")[-2000:] if log.exists() else ""

    def stop(self, servers: tuple[str, ...] = ()) -> None:
        """End the company kindly, the servers last; whoever does not go is killed."""
        for names in (self.members.keys() - set(servers), servers):
            chosen = {name: self.members[name] for name in names if name in self.members}
            for name, process in chosen.items():
                _signal(process, signal.SIGINT if name == "postgres" else signal.SIGTERM)
            deadline = time.monotonic() + _KIND_SECONDS
            for process in chosen.values():
                try:
                    process.wait(max(0.1, deadline - time.monotonic()))
                except subprocess.TimeoutExpired:
                    pass
                _signal_group(process, signal.SIGKILL)
        if self._guard is not None and self._guard.stdin is not None:
            self._guard.stdin.close()
            self._guard.wait(5)


def _signal(process: subprocess.Popen[bytes], number: int) -> None:
    if process.poll() is None:
        process.send_signal(number)


def _signal_group(process: subprocess.Popen[bytes], number: int) -> None:
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):
        return
