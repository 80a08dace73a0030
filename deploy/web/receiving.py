"""Receiving requests: how large, how slow and how many at once, judged before anything is kept.

Waitress receives in one loop, whatever the number of senders, and hands a request to a thread when
it is whole. What is added here: nothing of a body beyond a form's ordinary size is kept before it is
known who sends it; there is room for only so much; and whoever lets us wait is not waited for.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError

from backend.web.limits import ANYBODY, NO_ROOM, TOO_LARGE, Verdict
from deploy.web.answering import Task
from deploy.web.sieve import Overfull, Sieve

HEAD_SECONDS = 15.0  # for a whole head, from its first byte
QUIET_SECONDS = 30.0  # without a byte of a body
KEPT_SECONDS = 60.0  # a connection without a request
# A body may take a minute, and beyond that must have come at this rate: bytes a second.
GRACE_SECONDS, SLOWEST = 60.0, 4096
LINGER_SECONDS = 30.0
# The verdict where the session cannot be read.
UNKNOWN = Verdict(0)
# How much text stands beside a photo that is not kept.
TEXT_BESIDE = 4 * ANYBODY
# Length (None if unsaid), path and cookies → what may come.
Judge = Callable[[int | None, str, str], Verdict]


class Room:
    """How many bytes of large bodies may lie in the temporary folder at once."""

    def __init__(self, most: int) -> None:
        self.free = most
        self._lock = threading.Lock()

    def take(self, bytes_: int) -> bool:
        """Whether there is so much; it is taken then."""
        with self._lock:
            if bytes_ > self.free:
                return False
            self.free -= bytes_
            return True

    def give_back(self, bytes_: int) -> None:
        """Return what was taken."""
        with self._lock:
            self.free += bytes_


class Parser(HTTPRequestParser):  # type: ignore[misc]
    """One request on its way in. `most` is known once it was judged; `refused` says why not."""

    expect_continue: bool
    body_rcv: Any

    def __init__(self, adj: Any) -> None:
        super().__init__(adj)
        self.began = time.monotonic()
        self.last_byte = self.began
        self.most: int | None = ANYBODY
        self.refused = ""
        self.held = b""
        self.waits_for_verdict = False
        self._wants_continue = False
        self._taken = 0
        self._room: Room | None = None

    def parse_header(self, header_plus: bytes) -> None:
        """As ever; a number that is too long to be one is a head that is not understood."""
        try:
            super().parse_header(header_plus)
        except ValueError as error:
            raise ParsingError("A number in the head can't be read") from error

    @property
    def receives_body(self) -> bool:
        """Whether its head is there, and its body is not."""
        return bool(self.headers_finished and not self.completed)

    def received(self, data: bytes) -> int:
        """Take in bytes; of a request that waits for its verdict they are held, a few of them."""
        self.last_byte = time.monotonic()
        if self.waits_for_verdict:
            self.held += data
            return len(data)
        fresh = not self.headers_finished
        try:
            consumed = int(super().received(data))
        except OSError:  # the temporary folder is full
            self.refuse(NO_ROOM)
            return len(data)
        except Overfull:
            self.refuse(TOO_LARGE)
            return len(data)
        if self.completed and self.body_rcv is not None:
            self.headers["CONTENT_LENGTH"] = str(len(self.body_rcv))  # what is kept of it
        if fresh and self.receives_body:
            self.began = self.last_byte
            if self.chunked or self.content_length > ANYBODY:
                self.waits_for_verdict = True
                self._wants_continue, self.expect_continue = self.expect_continue, False
        elif self.most is not None and self.body_bytes_received > self.most and not self.refused:
            self.refuse(TOO_LARGE)
            return len(data)
        return consumed

    def admit(self, verdict: Verdict, room: Room) -> None:
        """The verdict: so many bytes may come, if there is room for what is kept of them."""
        self.waits_for_verdict = False
        self.most = verdict.most
        wanted = verdict.most if self.chunked else self.content_length
        if verdict == UNKNOWN:
            self.refuse(NO_ROOM)
        elif wanted > verdict.most or not (verdict.files or self._sifts()):
            self.refuse(TOO_LARGE)
        elif verdict.files and not room.take(wanted):
            self.refuse(NO_ROOM)
        else:
            if verdict.files:
                self._room, self._taken = room, wanted
            self.expect_continue = self._wants_continue

    def _sifts(self) -> bool:
        """Keep the text only, of what comes; False where it is no form with files."""
        try:
            self.body_rcv.buf = Sieve(self.headers.get("CONTENT_TYPE", ""), TEXT_BESIDE)
        except Overfull:
            return False
        return True

    def refuse(self, why: str) -> None:
        """Receive no more: the application answers without a body, and the connection ends."""
        self.close()
        self.refused, self.body_rcv = why, None
        self.waits_for_verdict, self.expect_continue = False, False
        self.headers.pop("CONTENT_LENGTH", None)
        self.headers["CONNECTION"] = "close"
        self.connection_close = self.completed = True

    def close(self) -> None:
        """Let go of what was received."""
        super().close()
        if self._room is not None:
            self._room.give_back(self._taken)
            self._room = None

    def is_late(self, now: float) -> bool:
        """Whether its sender has let us wait for too long."""
        if not self.headers_finished:
            return now - self.began > HEAD_SECONDS
        if self.waits_for_verdict or self.completed:
            return False
        due = max(0.0, now - self.began - GRACE_SECONDS) * SLOWEST
        return now - self.last_byte > QUIET_SECONDS or self.body_bytes_received < due


# Who asks how we are; answered in threads of their own.
WATCHED = frozenset({"/livez", "/readyz", "/healthz", "/metrics"})


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection. After a refusal what still comes is read and dropped, so that the answer arrives."""

    parser_class, task_class = Parser, Task
    close_when_flushed: bool
    _asked: Parser | None = None
    _verdict: Verdict | None = None
    _lingers_until = 0.0
    _refused = False

    def readable(self) -> bool:
        """Not while a verdict is awaited; when it is there, on with what was held."""
        if self._lingers_until:
            return True
        request = self.request
        if request is not None and request.waits_for_verdict:
            if self._verdict is None:
                return False
            self._go_on(request, self._verdict)
        return bool(super().readable())

    def _go_on(self, request: Parser, verdict: Verdict) -> None:
        self._asked, self._verdict = None, None
        held, request.held = request.held, b""
        with self.requests_lock:
            request.admit(verdict, self.server.room)
            if request.expect_continue and not self.requests:
                self.send_continue()
            if request.refused:
                self._hand_over(request)
        if not request.refused and held:
            self.received(held)

    def _hand_over(self, request: Parser) -> None:
        self.sent_continue = False
        self.requests.append(request)
        self.request = None
        if len(self.requests) == 1:
            self.server.add_task(self)

    def received(self, data: bytes) -> bool:
        """Take in bytes, and have a large request judged when its head is there."""
        took = bool(super().received(data))
        request = self.request
        if request is not None and request.waits_for_verdict and self._asked is not request:
            self._asked, self._verdict = request, None
            self.server.add_task(_Question(self, request))
        return took

    def judged(self, verdict: Verdict) -> None:
        """Called in a thread: the loop goes on with it."""
        self._verdict = verdict
        self.server.pull_trigger()

    def handle_read(self) -> None:
        """While lingering, read and drop."""
        if not self._lingers_until:
            super().handle_read()
            return
        try:
            if not self.recv(65_536):
                self.handle_close()
        except OSError:
            self.handle_close()

    def handle_write(self) -> None:
        """When the refusal is sent, end our side only."""
        if not (self._refused and self.close_when_flushed) or self.will_close:
            super().handle_write()
            return
        self._flush_exception(self._flush_some)
        if self.total_outbufs_len:
            return
        self.close_when_flushed = False
        self._lingers_until = time.monotonic() + LINGER_SECONDS
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            self.handle_close()

    def writable(self) -> bool:
        """Nothing more is written while lingering."""
        return bool(self.will_close or (not self._lingers_until and super().writable()))

    def service(self) -> None:
        """Answer one request, in a thread."""
        if self.requests and self.requests[0].refused:
            self._refused = True
        super().service()

    def is_late(self, now: float) -> bool:
        """Whether to end this connection: nobody waits for us, and we have waited enough."""
        if self._lingers_until:
            return now > self._lingers_until
        if self.requests:
            return False
        if self.request is not None and not (self.request.empty or self.request.completed):
            return bool(self.request.is_late(now))
        return time.time() - self.last_activity > KEPT_SECONDS

    @property
    def is_large(self) -> bool:
        """Whether what is answered next came with more than a form's ordinary text."""
        return bool(self.requests and self.requests[0].body_bytes_received > ANYBODY)

    @property
    def is_watching(self) -> bool:
        """Whether what is answered next asks how we are."""
        return bool(self.requests and self.requests[0].path in WATCHED)

    @property
    def is_expendable(self) -> bool:
        """Nothing of it is being answered: it may go when there are too many."""
        return not self.requests and not self.total_outbufs_len

    def handle_close(self) -> None:
        """Close, and let go of what was half received."""
        self._lingers_until = 0.0
        if self.request is not None:
            self.request.close()
        super().handle_close()


class _Question:
    """Who sends this, and how much may they? Answered in a thread: it may read the session."""

    def __init__(self, channel: Channel, request: Parser) -> None:
        self._channel = channel
        length = None if request.chunked else int(request.content_length)
        path = request.path.encode("latin-1").decode("utf-8", "replace")
        self._asked = (length, path, request.headers.get("COOKIE", ""))

    def service(self) -> None:
        """Ask. Whatever is raised goes to the log, and the request is refused."""
        verdict = UNKNOWN
        try:
            verdict = self._channel.server.judge(*self._asked)
        finally:
            self._channel.judged(verdict)

    def cancel(self) -> None:
        """The server ends."""
        self._channel.will_close = True
