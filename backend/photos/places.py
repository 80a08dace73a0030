"""Where photos are read: a few processes at once on this machine, apart from those that serve pages."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore
from typing import IO

from django.conf import settings

from backend.photos.reading import Pictures, Refused

# So many are read at once on a machine, whatever the number of web processes.
PLACES = 2
# So many threads of one process read or wait; the others go on serving pages.
_WAITING = BoundedSemaphore(4)
WAIT_SECONDS = 20.0
_READ_SECONDS = 90.0
_PROGRAM = Path(__file__).with_name("reading.py")


class Busy(Exception):
    """All places are taken, and enough are waiting: come again in a moment."""


def read_apart(file: IO[bytes]) -> Pictures:
    """The pictures of a file, read in a process of its own. Raises `Refused`, or `Busy`."""
    if not _WAITING.acquire(blocking=False):
        raise Busy
    try:
        with _place() as lock:
            return _read(file, lock)
    finally:
        _WAITING.release()


@contextmanager
def _place() -> Iterator[int]:
    """A place, when one comes free: the lock that holds it, also for the process that reads."""
    folder = settings.DATA_DIR / "tmp"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    files = [(folder / f"place-{number}").open("a") for number in range(PLACES)]
    try:
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline:
            for file in files:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    continue
                yield file.fileno()
                return
            time.sleep(0.05)
        raise Busy
    finally:
        for file in files:
            file.close()


def _read(file: IO[bytes], lock: int) -> Pictures:
    file.seek(0)
    # The secrets of this process are none of that one's.
    env = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-I", str(_PROGRAM), str(settings.DATA_DIR / "tmp" / "place-large")],
            input=file.read(), env=env, check=False,
            capture_output=True, timeout=_READ_SECONDS, pass_fds=(lock,),
        )  # fmt: skip
    except subprocess.TimeoutExpired as late:
        raise Refused("pixels") from late
    finally:
        file.seek(0)
    head, _, rest = done.stdout.partition(b"\n")
    if done.returncode or not head:  # it was ended: too much memory or time, or a crash
        raise Refused("pixels" if done.returncode else "unreadable")
    told = json.loads(head)
    if "refused" in told:
        raise Refused(told["refused"])
    large = told["large"]
    return Pictures(rest[:large], rest[large:], *told["size"])
