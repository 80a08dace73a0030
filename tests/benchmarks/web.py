"""The real web process, and connections to it that are kept alive."""

from __future__ import annotations

import http.client
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from deploy.local import guard
from deploy.local.servers import free_port
from tests.benchmarks.counting import PROCESS

ROOT = Path(__file__).resolve().parents[2]
_START_SECONDS = 60.0


@dataclass(frozen=True)
class Answer:
    """What came back; `seconds` from sending to its last byte."""

    status: int
    headers: Any
    body: bytes
    seconds: float


class Line:
    """One connection, kept alive."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("localhost", port, timeout=300)

    def send(self, method: str, url: str, headers: dict[str, str], body: bytes = b"") -> Answer:
        """Ask and read to the end; where the connection was idle for too long, on a fresh one."""
        try:
            return self._send(method, url, headers, body)
        except (http.client.RemoteDisconnected, ConnectionError):
            self._connection.close()
            return self._send(method, url, headers, body)

    def _send(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        began = time.perf_counter()
        self._connection.request(method, url, body=body or None, headers=headers)
        answer = self._connection.getresponse()
        read = answer.read()
        return Answer(answer.status, answer.headers, read, time.perf_counter() - began)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


@dataclass(frozen=True)
class Web:
    """`python -m deploy.web`, as `make run` starts it."""

    port: int
    process: psutil.Process

    def resident_mb(self) -> float:
        """The resident memory of all its processes."""
        family = [self.process, *self.process.children(recursive=True)]
        return round(sum(one.memory_info().rss for one in family) / 2**20, 1)

    def line_to_each(self) -> list[Line]:
        """A connection to each of its processes, whichever took it."""
        wanted = len(self.process.children())
        found: dict[str, Line] = {}
        for _try in range(200):
            line = Line(self.port)
            process = line.send("GET", "/bench/line/", {}).headers[PROCESS]
            if process in found:
                line.close()
            found.setdefault(process, line)
            if len(found) == wanted:
                return list(found.values())
        raise RuntimeError(f"Only {len(found)} of {wanted} processes answer")


@contextmanager
def web(*, port: int = 0, log: Path | None = None) -> Iterator[Web]:
    """A fresh one, ended at the end."""
    port = port or free_port()
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings",
        "STAPSTEEN_URL": f"http://localhost:{port}",
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-m", "deploy.web", "--bind", f"127.0.0.1:{port}"]
    process = guard.spawn(command, cwd=ROOT, env=env, log=log)
    try:
        _await(port, process)
        yield Web(port, psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait(30)
        guard.forget(process)


def _await(port: int, process: Any) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        line = Line(port)
        try:
            if line.send("GET", "/bench/line/", {}).status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            line.close()
    raise RuntimeError("The web process does not answer")
