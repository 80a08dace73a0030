"""A mail server that misbehaves on purpose, and remembers exactly what it was given.

    with SmtpSink(refused={"weg@deplas.example": "550 5.1.1 No such mailbox"}) as sink:
        ...                     # SMTP_HOST=sink.host SMTP_PORT=sink.port
        sink.wait_for(3)        # three mails taken in, or TimeoutError
        assert sink.accepted == [Receipt("<id@deplas>", "samira@deplas.example"), ...]

Its behaviour may be changed while it runs: `sink.answer_to_recipient = "452 4.5.3 Too many"`.
"""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from types import TracebackType
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.local.servers import free_port


@dataclass(frozen=True, order=True)
class Receipt:
    """One mail for one recipient."""

    message_id: str
    recipient: str


@dataclass
class SmtpSink:
    """Honest until told otherwise; every field may be set before or while it runs."""

    refused: dict[str, str] = field(default_factory=dict)
    """Address → answer to its RCPT TO, such as `550 5.1.1 No such mailbox`."""

    answer_to_sender: str | None = None
    """Answer to every MAIL FROM, such as `421 4.3.2 Closing`; a 421 also closes the connection."""

    answer_to_recipient: str | None = None
    """Answer to every RCPT TO, such as `452 4.5.3 Too many recipients`."""

    answer_to_data: str | None = None
    """Answer to every mail after its content, such as `554 5.7.1 Looks like spam`."""

    hang_after_data: bool = False
    """Take the content in and never answer: the sender can't know. Ends with `release()`."""

    drip_seconds: float = 0.0
    """Wait this long before each answer."""

    disconnect_after: int | None = None
    """Hang up in the middle of every mail after this many were taken in; None never does."""

    accepted: list[Receipt] = field(default_factory=list, init=False)
    """What was answered with 250, in order."""

    unanswered: list[Receipt] = field(default_factory=list, init=False)
    """What was received whole, but never answered."""

    connections: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self._changed = threading.Condition()
        self._held: set[asyncio.Event] = set()
        self._controller: _Controller | None = None

    @property
    def host(self) -> str:
        """Where it listens: this machine only."""
        return "127.0.0.1"

    @property
    def port(self) -> int:
        """The port it was given when it started."""
        assert self._controller is not None
        return int(self._controller.port)

    @property
    def received(self) -> list[Receipt]:
        """All that came in whole, answered or not: what a recipient could have read."""
        return [*self.accepted, *self.unanswered]

    def start(self) -> SmtpSink:
        """Listen on a free port."""
        self._controller = _Controller(self)
        self._controller.start()
        self.connections = 0  # its own first knock does not count
        return self

    def stop(self) -> None:
        """Hang up on everybody and stop listening."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def release(self) -> None:
        """Let go of everybody who was kept waiting, by hanging up."""
        self.hang_after_data = False
        if self._controller is not None:
            for event in list(self._held):
                self._controller.loop.call_soon_threadsafe(event.set)

    def wait_for(self, count: int, seconds: float = 30.0) -> None:
        """Until `count` mails were received, answered or not; `TimeoutError` when it takes longer."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self.received) >= count, seconds):
                raise TimeoutError(f"{len(self.received)} of {count} mails after {seconds} s")

    def __enter__(self) -> SmtpSink:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _note(self, where: list[Receipt], envelope: Envelope) -> None:
        content = envelope.original_content or b""
        message_id = str(BytesHeaderParser().parsebytes(content).get("Message-ID", "")).strip()
        with self._changed:
            where.extend(Receipt(message_id, to) for to in envelope.rcpt_tos)
            self._changed.notify_all()


class _Hooks:
    """What aiosmtpd asks at each command."""

    def __init__(self, sink: SmtpSink) -> None:
        self.sink = sink

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, answers: list[str]
    ) -> list[str]:
        self.sink.connections += 1
        session.host_name = hostname
        return answers

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await asyncio.sleep(self.sink.drip_seconds)
        answer = self.sink.answer_to_sender
        if answer is None:
            envelope.mail_from = address
            return "250 OK"
        if answer.startswith("421"):
            return await _last_words(server, answer)
        return answer

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await asyncio.sleep(self.sink.drip_seconds)
        answer = self.sink.refused.get(address) or self.sink.answer_to_recipient
        if answer is None:
            envelope.rcpt_tos.append(address)
            return "250 OK"
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        sink = self.sink
        await asyncio.sleep(sink.drip_seconds)
        if sink.hang_after_data:
            return await self._hang(server, envelope)
        if sink.disconnect_after is not None and len(sink.accepted) >= sink.disconnect_after:
            return await _hang_up(server)
        if sink.answer_to_data is not None:
            return sink.answer_to_data
        sink._note(sink.accepted, envelope)
        return "250 OK"

    async def _hang(self, server: SMTP, envelope: Envelope) -> str:
        event = asyncio.Event()
        self.sink._held.add(event)
        self.sink._note(self.sink.unanswered, envelope)
        try:
            await event.wait()
        finally:
            self.sink._held.discard(event)
        return await _hang_up(server)


async def _last_words(server: SMTP, answer: str) -> str:
    await server.push(answer)
    server.transport.close()
    return await _until_cancelled()


async def _hang_up(server: SMTP) -> str:
    """Cut the line as a crash would; nothing is answered."""
    server.transport.abort()
    return await _until_cancelled()


async def _until_cancelled() -> str:
    """aiosmtpd cancels its handler once the connection is gone."""
    await asyncio.Event().wait()
    return "421 never sent"


class _Controller(Controller):
    def __init__(self, sink: SmtpSink) -> None:
        super().__init__(_Hooks(sink), hostname=sink.host, port=free_port(), ready_timeout=20)

    def factory(self) -> Any:
        return SMTP(self.handler, data_size_limit=None, enable_SMTPUTF8=True, hostname="sink")
