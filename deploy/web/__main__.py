"""`python -m deploy.web --bind 127.0.0.1:8000`: the pages, by several processes on one socket.

SIGTERM or SIGINT ends it when what is in hand is finished. A process that dies is started again.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings")
from deploy.web import counters

counters.begin()

import structlog
from django.core import signals

from backend.config.wsgi import application
from backend.web import limits
from deploy.local.guard import follower
from deploy.web import serving, temporary

AGAIN_SECONDS = 1.0
log = structlog.get_logger()


def main() -> int:
    """0 when asked to stop."""
    given = _arguments()
    host, _, port = given.bind.rpartition(":")
    if given.reload:
        return _reloading(host, int(port), given.threads)
    with _listening(host, int(port)) as listener:
        folder = temporary.folder()
        return _Family(lambda: _serve(listener, given.threads, folder)).run(given.processes)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deploy.web", description=__doc__)
    parser.add_argument("--bind", default="127.0.0.1:8000", help="address and port")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--threads", type=int, default=8, help="of each process")
    parser.add_argument("--reload", action="store_true", help="one process, anew after a change")
    return parser.parse_args()


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host.strip("[]"), port), family=family, backlog=1024)
    except OSError as error:
        raise SystemExit(f"Cannot listen at {host}:{port}: {error.strerror}.") from None


def _judge(length: int | None, path: str, cookies: str) -> limits.Verdict:
    signals.request_started.send(sender=None, environ={})  # connections that are too old go
    try:
        return limits.judge(path=path, cookies=cookies, length=length)
    finally:
        signals.request_finished.send(sender=None)


def _serve(listener: socket.socket, threads: int, folder: Path) -> None:
    serving.serve(application, listener, judge=_judge, threads=threads, temporary=folder)


class _Family:
    """The processes, each a copy of this one as it stood when the application was loaded."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work
        self._children: set[int] = set()
        self._stopped = False

    def run(self, number: int) -> int:
        """Keep so many alive until asked to stop."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._stop)
        while not self._stopped:
            while len(self._children) < number and not self._stopped:
                self._children.add(self._born())
            self._bury()
            if not self._stopped:
                log.error("a web process ended by itself and is started again")
                time.sleep(AGAIN_SECONDS)
        while self._children:
            self._tell(signal.SIGTERM)
            self._bury()
        return 0

    def _born(self) -> int:
        parent = os.getpid()
        follow = follower()
        child = os.fork()
        if child:
            return child
        status = 1
        try:
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, signal.SIG_DFL)
            follow(signal.SIGTERM)
            if os.getppid() == parent:
                self._work()
                status = 0
        except BaseException:
            log.exception("a web process failed")
        finally:
            sys.stdout.flush()
            os._exit(status)

    def _bury(self) -> None:
        """Wait until one has ended."""
        try:
            child, _status = os.waitpid(-1, 0)
        except ChildProcessError:
            self._children.clear()
        else:
            self._children.discard(child)

    def _stop(self, _number: int, _frame: object) -> None:
        self._stopped = True
        self._tell(signal.SIGTERM)

    def _tell(self, number: int) -> None:
        for child in self._children:
            try:
                os.kill(child, number)
            except ProcessLookupError:
                continue


def _reloading(host: str, port: int, threads: int) -> int:
    """Django's watcher starts this anew after a change; the server runs in a thread beside it."""
    from django.utils import autoreload

    def work() -> None:
        with _listening(host, port) as listener:
            _serve(listener, threads, temporary.folder())

    autoreload.run_with_reloader(work)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
