"""The dispatcher: turns events into deliveries and folds, and wakes the workers.

A process of its own. It looks every second, or at once when PostgreSQL's NOTIFY wakes it. The
broker is only told that there is work; that telling is bounded in time and may fail.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings")

import django

django.setup()

import psycopg
import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connections
from django.utils import timezone
from django_scopes import scope

from backend.board import services as board
from backend.events.services import WAKE_CHANNEL
from backend.jobs import services as jobs
from backend.notifications import dispatch, fanout, outbox
from backend.notifications.models import Fanout, Priority
from backend.organisations.models import Organisation

log = structlog.get_logger()
LOOK_SECONDS = 1.0
HEARTBEAT_SECONDS = 5.0
WAKE_EVERY_SECONDS = 1.0


class Dispatcher:
    """One loop; everything it knows stands in PostgreSQL."""

    def __init__(self) -> None:
        self.stopped = threading.Event()
        self._listener: psycopg.Connection[Any] | None = None
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="wake")
        self._waking: Future[None] | None = None
        self._beaten_at = 0.0
        self._woken_at = 0.0
        self._fresh = True

    def run(self) -> None:
        """Look until stopped; a database that is away is waited for."""
        while not self.stopped.is_set():
            try:
                self.tick()
                self._wait()
            except (OperationalError, InterfaceError, psycopg.OperationalError) as error:
                log.warning("database away", error=type(error).__name__)
                self._start_anew()
            except Exception:
                log.exception("a look failed")
                self._start_anew()
        self._unlisten()

    def _start_anew(self) -> None:
        connections.close_all()
        self._unlisten()
        self.stopped.wait(LOOK_SECONDS)

    def tick(self) -> None:
        """One look: events, folds, fan-outs, workers, heartbeat."""
        touched = dispatch.events_dispatch()
        dispatch.failed_retry()
        self._fold(touched)
        self._fan_out()
        self._wake_workers()
        if time.monotonic() - self._beaten_at > HEARTBEAT_SECONDS:
            self._beaten_at = time.monotonic()
            jobs.heartbeat(process="dispatcher")

    def _fold(self, touched: set[int]) -> None:
        chosen = Organisation.objects.all()
        if not self._fresh:
            chosen = chosen.filter(pk__in=touched)
        for organisation in chosen:
            with scope(organisation=organisation):
                board.fold_pending(organisation=organisation)
        self._fresh = False

    def _fan_out(self) -> None:
        """One page for each announcement whose time has come, so that none waits for another."""
        due = Fanout._base_manager.filter(
            finished_at=None, called_back_at=None, not_before__lte=timezone.now()
        ).select_related("organisation")
        for found in due:
            with scope(organisation=found.organisation):
                fanout.fanout_advance(fanout=found)

    def _wake_workers(self) -> None:
        busy = self._waking is not None and not self._waking.done()
        if busy or time.monotonic() - self._woken_at < WAKE_EVERY_SECONDS:
            return
        queues = [
            name
            for name, priority in (
                ("transactional", Priority.TRANSACTIONAL),
                ("bulk", Priority.BULK),
            )
            if outbox.due(priority=priority)
        ]
        if queues:
            self._woken_at = time.monotonic()
            self._waking = self._pool.submit(_publish, queues)

    def _wait(self) -> None:
        if self._listener is None or self._listener.closed:
            self._listener = psycopg.connect(settings.DATABASE_DIRECT_URL, autocommit=True)
            self._listener.execute(f"LISTEN {WAKE_CHANNEL}")
        for _notify in self._listener.notifies(timeout=LOOK_SECONDS, stop_after=1):
            break

    def _unlisten(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None


def _publish(queues: list[str]) -> None:
    """Tell the broker; whatever goes wrong there, the next look tells it again."""
    from worker.celery import app

    for queue in queues:
        try:
            app.send_task("deliver", args=[queue], queue=queue, expires=30, retry=False)
        except Exception as error:
            log.warning("broker away", error=type(error).__name__)
            return


def main() -> None:
    """Run until SIGTERM or SIGINT."""
    dispatcher = Dispatcher()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: dispatcher.stopped.set())
    log.info("dispatcher started")
    dispatcher.run()
    os._exit(0)  # a thread that still waits for a frozen broker must not hold us


if __name__ == "__main__":
    main()
