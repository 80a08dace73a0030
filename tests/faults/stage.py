"""The real thing on a small stage: web, worker, dispatcher and beat as processes of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection

from deploy.local.guard import end_with_parent
from deploy.local.servers import Valkey, free_port, start_valkey
from tests.faults.smtp_sink import SmtpSink

ROOT = Path(settings.BASE_DIR)
CELERY = [sys.executable, "-m", "celery", "-A", "worker.celery"]
WORKER = [*CELERY, "worker", "-l", "INFO"]
COMMANDS = {
    "worker": [*WORKER, "-Q", "transactional,bulk", "-c", "2"],
    "second-worker": [*WORKER, "-Q", "transactional,bulk", "-c", "2"],
    "worker-transactional": [*WORKER, "-Q", "transactional", "-c", "1"],
    "worker-bulk": [*WORKER, "-Q", "bulk", "-c", "1"],
    "dispatcher": [sys.executable, "-m", "worker.dispatcher"],
    "second-dispatcher": [sys.executable, "-m", "worker.dispatcher"],
    "beat": [*CELERY, "beat", "-l", "INFO", "--pidfile="],
    "web": [sys.executable, "-m", "deploy.web", "--threads", "4", "--processes", "1"],
}  # fmt: skip


@dataclass
class Stage:
    """Processes around this test's database, a broker and a mail server of their own."""

    folder: Path
    sink: SmtpSink
    valkey: Valkey
    told: dict[str, str] = field(default_factory=dict)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    web_port: int = field(default_factory=free_port)

    def environment(self) -> dict[str, str]:
        """What the processes are told."""
        database = connection.settings_dict
        base = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
        return {
            **os.environ,
            "DATABASE_URL": f"{base}/{database['NAME']}",
            "DATABASE_DIRECT_URL": f"{base}/{database['NAME']}",
            "REDIS_URL": self.valkey.url,
            "SMTP_HOST": self.sink.host,
            "SMTP_PORT": str(self.sink.port),
            "SMTP_TIMEOUT": "2",
            "DELIVERY_LEASE_SECONDS": "3",
            "TRANSPORT_PAUSE_SECONDS": "0.5",
            "SWEEP_SECONDS": "1",
            "FANOUT_PAGE": "20",
            "STAPSTEEN_DATA": str(self.folder),
            "PROMETHEUS_MULTIPROC_DIR": str(self.folder / "counts"),
            **self.told,
        }

    def start(self, *names: str) -> None:
        """Start these processes, their logs in the stage's folder."""
        for name in names:
            command = COMMANDS[name]
            if "worker" in name:
                command = [*command, "-n", f"{name}-{free_port()}@%h"]
            if name == "beat":
                command = [*command, "-s", str(self.folder / "beat")]
            if name == "web":
                command = [*command, "--bind", f"127.0.0.1:{self.web_port}"]
            with (self.folder / f"{name}.log").open("ab") as log:
                self.processes[name] = subprocess.Popen(
                    command, cwd=ROOT, env=self.environment(), stdin=subprocess.DEVNULL,
                    stdout=log, stderr=log, start_new_session=True, preexec_fn=end_with_parent(),  # noqa: PLW1509
                )  # fmt: skip

    def kill(self, name: str) -> None:
        """End a process and its children at once, as a crash of the machine would."""
        process = self.processes.pop(name)
        with suppress(ProcessLookupError):  # it ended by itself
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)

    def freeze(self, name: str) -> None:
        """Stop a process and its children where they stand, without ending them."""
        self._signal(name, signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        """Let it go on."""
        self._signal(name, signal.SIGCONT)

    def children(self, name: str) -> list[int]:
        """The ids of the processes that a process started."""
        asked = ["pgrep", "-P", str(self.processes[name].pid)]
        found = subprocess.run(asked, capture_output=True, text=True, check=False)
        return [int(pid) for pid in found.stdout.split()]

    def log(self, name: str) -> str:
        """What a process said."""
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace")[-4000:] if path.exists() else ""

    def until(self, condition: Callable[[], bool], seconds: float = 40.0) -> None:
        """Wait for a condition; what the processes said goes with the failure."""
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                said = "\n".join(f"--- {name}\n{self.log(name)}" for name in self.processes)
                raise AssertionError(f"not within {seconds} s\n{said}")
            time.sleep(0.05)

    def stays(self, condition: Callable[[], bool], seconds: float) -> None:
        """Look again and again whether a condition goes on to hold."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            assert condition(), "it did not stay so"
            time.sleep(0.05)

    def end(self) -> None:
        """Kill all of it."""
        for name in list(self.processes):
            self.kill(name)
        self.valkey.kill()
        self.sink.stop()

    def _signal(self, name: str, number: signal.Signals) -> None:
        if name == "broker":
            self.valkey.process.send_signal(number)
        else:
            os.killpg(self.processes[name].pid, number)


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """A stage with its mail server and broker; the test starts the processes it needs."""
    valkey = start_valkey(folder / "valkey", durable=False)
    built = Stage(folder, SmtpSink().start(), valkey)
    try:
        yield built
    finally:
        built.end()
