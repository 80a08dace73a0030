"""Two or more at the same time, each in a thread with a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Barrier, Event
from typing import Any

from django.db import connection, transaction

PATIENCE = 30


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run them all, let go at one moment; what each returned, or the exception it raised."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait(PATIENCE)
            return work()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(run, works))


def while_held(first: Callable[[], Any], second: Callable[[], Any]) -> list[Any]:
    """`second` begins once `first` has done everything but commit; `first` commits once `second`
    waits for it, or is over. What each returned, or the exception it raised.
    """
    done, let_go, waiting = Event(), Event(), []

    def one() -> Any:
        with transaction.atomic():
            try:
                return first()
            finally:
                done.set()
                let_go.wait(PATIENCE)

    def two() -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            waiting.append(cursor.fetchone()[0])
        return second()

    def closing(work: Callable[[], Any]) -> Any:
        try:
            return work()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        holder = threads.submit(closing, one)
        done.wait(PATIENCE)
        other = threads.submit(closing, two)
        while not other.done() and not (waiting and _waits(waiting[0])):
            wait([other], timeout=0.01)
        let_go.set()
        return [holder.result(), other.result()]


def _waits(pid: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = %s", [pid]
        )
        found = cursor.fetchone()
    return bool(found and found[0])
