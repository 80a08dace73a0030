"""Processes that live and die together: started with a log each, ended all at once."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local import guard

ROOT = Path(__file__).resolve().parents[2]
_KIND_SECONDS = 12.0
# PostgreSQL: end sessions and write all. Celery: finish the task in hand, but don't wait for more.
_KINDLY = {"postgres": signal.SIGINT, "worker-transactional": signal.SIGINT,
           "worker-bulk": signal.SIGINT}  # fmt: skip


@dataclass
class Company:
    """The processes of one `make run`: the servers, adopted, and what was started beside them."""

    logs: Path
    members: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    servers: list[str] = field(default_factory=list)

    def log(self, name: str) -> Path:
        """Where a process writes; the file of the start before is kept as `<name>.log.1`."""
        log = self.logs / f"{name}.log"
        if log.exists():
            log.replace(log.with_suffix(".log.1"))
        return log

    def start(self, name: str, command: list[str], env: dict[str, str]) -> None:
        """Start one process."""
        self.members[name] = guard.spawn(command, log=self.log(name), cwd=ROOT, env=env)

    def adopt(self, name: str, process: subprocess.Popen[bytes]) -> None:
        """Take in a server that was started elsewhere; servers end last."""
        self.members[name] = process
        self.servers.append(name)

    def fallen(self) -> str | None:
        """The name of a process that has ended, if any has."""
        return next((n for n, p in self.members.items() if p.poll() is not None), None)

    def stop(self) -> None:
        """End the company kindly, the servers last; whoever does not go is killed."""
        self._stop([name for name in self.members if name not in self.servers])
        self._stop(self.servers)
        guard.dismiss()

    def _stop(self, names: list[str]) -> None:
        for name in names:
            if self.members[name].poll() is None:
                self.members[name].send_signal(_KINDLY.get(name, signal.SIGTERM))
        deadline = time.monotonic() + _KIND_SECONDS
        for name in names:
            process = self.members[name]
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)  # whoever it left behind
            process.wait()
            guard.forget(process)


def run(command: list[str], env: dict[str, str], check: Callable[[], None]) -> None:
    """Run one command to its end, in sight; `check` may raise in between.

    Raises `CalledProcessError` when it fails.
    """
    process = guard.spawn(command, cwd=ROOT, env=env)
    try:
        while process.poll() is None:
            check()
            time.sleep(0.05)
    finally:
        process.kill()
        process.wait()
        guard.forget(process)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
