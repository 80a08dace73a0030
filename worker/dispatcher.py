"""The dispatcher: turns events into deliveries and folds, and wakes the workers.

A process of its own. It looks every second, or at once when PostgreSQL's NOTIFY wakes it. The
broker is only told that there is work; that telling is bounded in time and may fail.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings")

import django

from backend.config import start

start.refuse_wrong_settings()
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
from backend.organisations.models import Organisation
from backend.outbox import claims, dispatch, errors, failures, fanout
from backend.outbox.models import Fanout, Priority

log = structlog.get_logger()
LOOK_SECONDS = 1.0
HEARTBEAT_SECONDS = 5.0
WAKE_EVERY_SECONDS = 1.0
# Folds that were left behind (a fold that failed, another dispatcher that ended) are found again.
FOLD_ALL_SECONDS = 60.0
AWAY = (OperationalError, InterfaceError, psycopg.OperationalError)
QUEUES = (("transactional", Priority.TRANSACTIONAL), ("bulk", Priority.BULK))


class Dispatcher:
    """One loop; everything it knows stands in PostgreSQL."""

    def __init__(self) -> None:
        self.stopped = threading.Event()
        self._listener: psycopg.Connection[Any] | None = None
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="wake")
        self._waking: Future[None] | None = None
        self._behind: frozenset[int] = frozenset()
        self._beaten_at = self._woken_at = self._folded_all_at = float("-inf")
        self._longest = 0.0

    def run(self) -> None:
        """Look until stopped; a database that is away is waited for."""
        begun = False
        while not self.stopped.is_set():
            try:
                # Also after the database was away: it may be another one that came back.
                begun = begun or start.begin("dispatcher")
                started = time.monotonic()
                more = self.tick()
                self._longest = max(self._longest, time.monotonic() - started)
                self._wait(0.0 if more else LOOK_SECONDS)
            except AWAY as error:
                log.warning("database away", **errors.log_safe(error))
                begun = False
                self._start_anew()
            except Exception as error:
                errors.let_pass(error)
                log.error("a look failed", **errors.log_safe(error))
                self._start_anew()
        self._unlisten()

    def _start_anew(self) -> None:
        connections.close_all()
        self._unlisten()
        self.stopped.wait(LOOK_SECONDS)

    def tick(self) -> bool:
        """One look: events, folds, fan-outs, workers, heartbeat; True when more waits already."""
        taken = dispatch.events_dispatch()
        dispatch.failed_retry()
        folding = self._fold(taken.organisation_ids)
        writing = self._fan_out()
        self._wake_workers()
        if time.monotonic() - self._beaten_at > HEARTBEAT_SECONDS:
            self._beaten_at = time.monotonic()
            jobs.heartbeat(process="dispatcher", tick_seconds=self._longest)
            self._longest = 0.0
        return taken.more or writing or folding

    def _fold(self, touched: frozenset[int]) -> bool:
        """A page of each organisation, so that none waits for another; whether more waits."""
        chosen = Organisation.objects.all()
        if time.monotonic() - self._folded_all_at < FOLD_ALL_SECONDS:
            chosen = chosen.filter(pk__in=touched | self._behind)
        else:
            self._folded_all_at = time.monotonic()
        more = _each(
            failures.What.FOLD,
            [
                (one, one.pk, partial(board.fold_page, organisation=one))
                for one in chosen
            ],
        )  # fmt: skip
        self._behind = frozenset(pk for pk, waits in more.items() if waits)
        return bool(self._behind)

    def _fan_out(self) -> bool:
        """One page for each announcement whose time has come, so that none waits for another."""
        due = Fanout._base_manager.filter(
            finished_at=None, called_back_at=None, not_before__lte=timezone.now()
        ).select_related("organisation")
        done = _each(
            failures.What.FANOUT,
            [
                (one.organisation, one.pk, partial(fanout.fanout_advance, fanout=one))
                for one in due
            ],
        )  # fmt: skip
        return False in done.values()

    def _wake_workers(self) -> None:
        busy = self._waking is not None and not self._waking.done()
        if busy or time.monotonic() - self._woken_at < WAKE_EVERY_SECONDS:
            return
        queues = [name for name, priority in QUEUES if claims.due(priority=priority)]
        if queues:
            self._woken_at = time.monotonic()
            self._waking = self._pool.submit(_publish, queues)

    def _wait(self, seconds: float) -> None:
        if self._listener is None or self._listener.closed:
            self._listener = psycopg.connect(settings.DATABASE_DIRECT_URL, autocommit=True)
            self._listener.execute(f"LISTEN {WAKE_CHANNEL}")
        for _notify in self._listener.notifies(timeout=seconds, stop_after=1):
            break

    def _unlisten(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None


def _each(
    what: failures.What, works: Sequence[tuple[Organisation, int, Callable[[], Any]]]
) -> dict[int, Any]:
    """Work for one organisation after another: (organisation, row, what to do); the answers by row.

    What fails stops no other, is tried again later and shown by name; its answer is None.
    """
    failed = failures.tries(what=what) if works else {}
    answers: dict[int, Any] = {}
    for organisation, subject_id, work in works:
        if failed.get(subject_id, True):
            answers[subject_id] = _isolated(what, organisation, subject_id, work)
            if subject_id in failed and answers[subject_id] is not None:
                failures.done(what=what, subject_id=subject_id)
    return answers


def _isolated(
    what: failures.What, organisation: Organisation, subject_id: int, work: Callable[[], Any]
) -> Any:
    try:
        with scope(organisation=organisation):
            return work()
    except AWAY:
        raise
    except Exception as error:
        errors.let_pass(error)
        log.error(f"{what} failed", organisation_id=organisation.pk, **errors.log_safe(error))
        failures.note(
            what=what, organisation_id=organisation.pk, subject_id=subject_id, error=error
        )
        return None


def _publish(queues: list[str]) -> None:
    """Tell the broker; whatever goes wrong there, the next look tells it again."""
    from worker.celery import app

    for queue in queues:
        try:
            app.send_task("deliver", args=[queue], queue=queue, expires=30, retry=False)
        except Exception as error:
            errors.let_pass(error)
            log.warning("broker away", **errors.log_safe(error))
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
