"""Two or more at the same time, each in a thread with a connection of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from threading import Barrier, Event
from typing import Any

from django.db import connection, transaction

PATIENCE = 30


@contextmanager
def two_hands() -> Iterator[Executor]:
    """Two threads that keep their connections, for many tries: a new one reads the whole catalogue."""
    with ThreadPoolExecutor(2) as threads:
        yield threads
        both = Barrier(2)

        def leave() -> None:
            both.wait(PATIENCE)
            connection.close()

        for one in [threads.submit(leave) for _hand in range(2)]:
            one.result()


def at_once(*works: Callable[[], Any], hands: Executor | None = None) -> list[Any]:
    """Run them all, let go at one moment; what each returned, or the exception it raised."""
    barrier = Barrier(len(works))

    def begun(work: Callable[[], Any]) -> Any:
        connection.ensure_connection()
        barrier.wait(PATIENCE)
        return work()

    with _hands(hands, len(works)) as threads:
        done = [threads.submit(_answer, partial(begun, work), hands is None) for work in works]
        return [one.result() for one in done]


def while_held(
    first: Callable[[], Any], second: Callable[[], Any], hands: Executor | None = None
) -> list[Any]:
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

    with _hands(hands, 2) as threads:
        holder = threads.submit(_answer, one, hands is None)
        done.wait(PATIENCE)
        other = threads.submit(_answer, two, hands is None)
        while not other.done() and not (waiting and _waits(waiting[0])):
            wait([other], timeout=0.01)
        let_go.set()
        return [holder.result(), other.result()]


def _hands(hands: Executor | None, number: int) -> AbstractContextManager[Executor]:
    return nullcontext(hands) if hands is not None else ThreadPoolExecutor(number)


def _answer(work: Callable[[], Any], is_last: bool) -> Any:
    try:
        return work()
    except Exception as error:
        return error
    finally:
        if is_last:
            connection.close()


def _waits(pid: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = %s", [pid]
        )
        found = cursor.fetchone()
    return bool(found and found[0])
