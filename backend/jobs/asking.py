"""Asking the database within a time: one that hangs is answered for, not waited for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import connection

Found = TypeVar("Found")


class Asker(Generic[Found]):
    """One thread asks, and whoever asks meanwhile shares its answer.

    A socket of a database that is frozen can't be left early: the thread stays with it, and until it
    comes back there is no second one.
    """

    def __init__(self, question: Callable[[], Found]) -> None:
        self._question = question
        self._lock = threading.Lock()
        self._running: _Asked[Found] | None = None

    def ask(self, seconds: float) -> Found | None:
        """The answer; None when it takes longer. Raises what the question raised."""
        with self._lock:
            asked = self._running
            if asked is None or asked.done.is_set():
                asked = self._running = _Asked(self._question)
                threading.Thread(target=asked.run, daemon=True).start()
        if not asked.done.wait(seconds):
            return None
        if asked.error is not None:
            raise asked.error
        return asked.found


class _Asked(Generic[Found]):
    def __init__(self, question: Callable[[], Found]) -> None:
        self._question = question
        self.done = threading.Event()
        self.found: Any = None
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self.found = self._question()
        except Exception as error:
            self.error = error
        finally:
            connection.close()
            self.done.set()
