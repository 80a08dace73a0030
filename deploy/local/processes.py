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
from deploy.local.servers import Server, ServerError

ROOT = Path(__file__).resolve().parents[2]
_KIND_SECONDS = 12.0
# PostgreSQL: end sessions and write all. Celery: finish the task in hand, but don't wait for more.
_KINDLY = {"postgres": signal.SIGINT, "worker-transactional": signal.SIGINT,
           "worker-bulk": signal.SIGINT}  # fmt: skip


# One that ends by itself is started again, after a pause that grows. One that goes on ending is
# broken; the count begins anew when it has lived for a while.
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
_WELL_SECONDS = 600.0


@dataclass
class Member:
    """One process, and how it is started again."""

    process: subprocess.Popen[bytes]
    again: Callable[[], subprocess.Popen[bytes]]
    began: float = field(default_factory=time.monotonic)
    falls: int = 0
    due: float | None = None  # when it will be started again


@dataclass
class Company:
    """The processes of one `make run`: the servers, adopted, and what was started beside them."""

    logs: Path
    members: dict[str, Member] = field(default_factory=dict)
    servers: list[str] = field(default_factory=list)

    def log(self, name: str) -> Path:
        """Where a process writes; the file of the start before is kept as `<name>.log.1`."""
        log = self.logs / f"{name}.log"
        if log.exists():
            log.replace(log.with_suffix(".log.1"))
        return log

    def start(self, name: str, command: list[str], env: dict[str, str]) -> None:
        """Start one process."""
        log = self.log(name)

        def again() -> subprocess.Popen[bytes]:
            return guard.spawn(command, log=log, cwd=ROOT, env=env)

        self.members[name] = Member(again(), again)

    def adopt(self, name: str, server: Server) -> None:
        """Take in a server that was started elsewhere; servers end last."""

        def again() -> subprocess.Popen[bytes]:
            server.restart()
            return server.process

        self.members[name] = Member(server.process, again)
        self.servers.append(name)

    def fallen(self) -> str | None:
        """The name of a process that has ended, if any has."""
        return next((n for n, m in self.members.items() if m.process.poll() is not None), None)

    def tend(self, say: Callable[[str], None]) -> str | None:
        """Start again what ended by itself, each after its pause; the name of one that goes on ending."""
        now = time.monotonic()
        for name, member in self.members.items():
            if member.process.poll() is None:
                continue
            if member.due is None:
                if now - member.began > _WELL_SECONDS:
                    member.falls = 0
                if member.falls == len(PAUSES):
                    return name
                member.due = now + PAUSES[member.falls]
                member.falls += 1
                tries = f"{member.falls} of {len(PAUSES)}"
                say(f"“{name}” ended by itself and is started again ({tries})")
            elif now >= member.due:
                guard.forget(member.process)
                member.due, member.began = None, now
                with contextlib.suppress(ServerError):  # it has ended once more, then
                    member.process = member.again()
        return None

    def stop(self) -> None:
        """End the company kindly, the servers last; whoever does not go is killed."""
        self._stop([name for name in self.members if name not in self.servers])
        self._stop(self.servers)
        guard.dismiss()

    def _stop(self, names: list[str]) -> None:
        for name in names:
            if self.members[name].process.poll() is None:
                self.members[name].process.send_signal(_KINDLY.get(name, signal.SIGTERM))
        deadline = time.monotonic() + _KIND_SECONDS
        for name in names:
            process = self.members[name].process
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
