"""One process of the web server: a loop that receives, and threads that answer."""

from __future__ import annotations

import logging
import resource
import signal
import socket
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from waitress import wasyncore
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from deploy.web.receiving import Channel, Judge, Room

CONNECTIONS = 1000
ROOM_BYTES = 400 * 1024 * 1024
SLOW_THREADS = 2
WATCHING_THREADS = 2
_LAST_SECONDS = 10.0


class Server(TcpWSGIServer):  # type: ignore[misc]
    """Waitress with our connections, ended when they are late or when there are too many."""

    channel_class = Channel
    room: Room
    judge: Judge
    # What comes with much takes long: it has threads of its own, and waits for its turn there while
    # the others go on with pages.
    slow: ThreadedTaskDispatcher
    # Who asks how we are is answered also when all other threads wait for a database that hangs.
    watching: ThreadedTaskDispatcher

    def add_task(self, task: Any) -> None:
        """Have a request answered, in the lane for its size."""
        lane = self.slow if getattr(task, "is_large", False) else self.task_dispatcher
        if getattr(task, "is_watching", False):
            lane = self.watching
        lane.add_task(task)

    def maintenance(self, now: float) -> None:
        """Every second: end who is late; near the limit also those who keep us waiting the longest."""
        monotonic = time.monotonic()
        channels: list[Channel] = list(self.active_channels.values())
        for channel in channels:
            if channel.is_late(monotonic):
                channel.will_close = True
        crowd = len(channels) - int(self.adj.connection_limit * 0.9)
        if crowd > 0:
            waiting = sorted(
                (one for one in channels if one.is_expendable), key=lambda one: one.creation_time
            )
            for channel in waiting[:crowd]:
                channel.will_close = True

    def stop_listening(self) -> None:
        """Leave new connections to others."""
        self.accepting = False
        self.del_channel()
        self.socket.close()

    def is_busy(self) -> bool:
        """Whether an answer is still being made or sent."""
        return any(one.requests or one.total_outbufs_len for one in self.active_channels.values())


def serve(
    application: Any, listener: socket.socket, *, judge: Judge, threads: int, temporary: Path
) -> None:
    """Serve until SIGTERM or SIGINT, then finish what is in hand, for ten seconds at most."""
    tempfile.tempdir = str(temporary)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.set_thread_count(threads)
    server = Server(
        application, {}, True, listener, dispatcher=dispatcher, bind_socket=False,
        sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()),
        ident=None, connection_limit=_connections(), cleanup_interval=1,
        asyncore_use_poll=True, max_request_body_size=2**62, max_request_header_size=32_768,
        recv_bytes=65_536, inbuf_overflow=131_072, outbuf_overflow=32 * 1024 * 1024, outbuf_high_watermark=32 * 1024 * 1024,
        clear_untrusted_proxy_headers=False, backlog=1024, threads=threads,
    )  # fmt: skip
    server.room, server.judge, server.slow = Room(ROOM_BYTES), judge, ThreadedTaskDispatcher()
    server.slow.set_thread_count(SLOW_THREADS)
    server.watching = ThreadedTaskDispatcher()
    server.watching.set_thread_count(WATCHING_THREADS)
    stopped: list[int] = []

    def stop(number: int, _frame: object) -> None:
        stopped.append(number)
        server.pull_trigger()

    if threading.current_thread() is threading.main_thread():  # else whoever watches us ends us
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
    while not stopped:
        _turn(server)
    server.stop_listening()
    ends = time.monotonic() + _LAST_SECONDS
    while server.is_busy() and time.monotonic() < ends:
        _turn(server)
    for lane in (dispatcher, server.slow, server.watching):
        lane.shutdown(timeout=1)


def _turn(server: Server) -> None:
    wasyncore.loop(timeout=1.0, use_poll=True, map=server._map, count=1)


def _connections() -> int:
    """As many as we want, or as the system lets us open files for."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 3 * CONNECTIONS
    if soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return min(CONNECTIONS, soft // 3)
