"""E-mail: one kept SMTP connection per process, and an honest name for how each try ended."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
import time
from enum import Enum, auto
from typing import Any

from django.conf import settings

from backend.notifications import selectors
from backend.notifications.models import Delivery
from backend.notifications.states import State
from worker.channels.base import Answer, ChannelDown
from worker.channels.email import mail as mails

_IDLE_SECONDS = 20.0
_MOST_ON_ONE_CONNECTION = 500


class _Phase(Enum):
    ENVELOPE = auto()
    CONTENT = auto()
    ANSWER = auto()


class EmailChannel:
    """Hands messages to the mail server named by the environment."""

    name = "email"

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None
        self._used_at = 0.0
        self._sent = 0

    def prepare(self, delivery: Delivery, message_id: str) -> bytes:
        """The whole message with this recipient's own headers and links."""
        return mails.build(delivery, message_id)

    def open(self) -> None:
        """A connection that answers. Raises `ChannelDown`."""
        if self._smtp is not None:
            if self._sent < _MOST_ON_ONE_CONNECTION and self._fresh():
                return
            self.close()
        try:
            self._smtp = _connected()
        except (OSError, smtplib.SMTPException) as error:
            raise ChannelDown(type(error).__name__) from error
        self._sent = 0
        self._used_at = time.monotonic()

    def send(self, delivery: Delivery, content: bytes) -> Answer:
        """One transaction of SMTP.

        Until the last byte of the content was given away the message can't have been taken, so
        that it may be tried again. From then on only the server knows.
        """
        assert self._smtp is not None, "open() comes first"
        phase = _Phase.ENVELOPE
        try:
            refused = self._envelope(self._smtp, delivery)
            if refused is not None:
                return refused
            phase = _Phase.CONTENT
            self._smtp.send(mails.on_the_wire(content))
            phase = _Phase.ANSWER
            code, _words = self._smtp.getreply()
        except Exception as error:
            self.close()
            known = isinstance(error, OSError | smtplib.SMTPException)
            sure = phase is _Phase.ENVELOPE or (phase is _Phase.CONTENT and known)
            state = State.RETRY if sure else State.UNCERTAIN
            return Answer(state, "", type(error).__name__, way_out=True)
        self._sent += 1
        self._used_at = time.monotonic()
        return self._refused(code) if code >= 400 else Answer(State.ACCEPTED, str(code))

    def close(self) -> None:
        """Let go of the connection."""
        if self._smtp is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._smtp.close()
        self._smtp = None

    def _envelope(self, smtp: smtplib.SMTP, delivery: Delivery) -> Answer | None:
        """Up to the server's leave to send the content; what it refused, if it did."""
        code, _words = smtp.mail(settings.MAIL_FROM)
        if code >= 400:
            # A sender that is not welcome says nothing of any recipient.
            self._end_transaction(smtp)
            return Answer(State.RETRY, str(code), "the mail server does not take our mail", True)
        code, _words = smtp.rcpt(mails.bare(selectors.address_of(delivery)))
        if code < 400:
            code, _words = smtp.docmd("DATA")
            if code == 354:
                return None
        self._end_transaction(smtp)
        return self._refused(code)

    def _end_transaction(self, smtp: smtplib.SMTP) -> None:
        try:
            smtp.rset()
        except (OSError, smtplib.SMTPException):
            self.close()

    def _refused(self, code: int) -> Answer:
        """5xx ends it, 4xx is tried again. The server's words may hold an address: only the code
        is kept."""
        if code == 421:
            self.close()
        state = State.BOUNCED if code >= 500 else State.RETRY
        return Answer(state, str(code), "refused by the mail server", way_out=code == 421)

    def _fresh(self) -> bool:
        if time.monotonic() - self._used_at < _IDLE_SECONDS:
            return True
        try:
            assert self._smtp is not None
            return bool(self._smtp.noop()[0] == 250)
        except (OSError, smtplib.SMTPException):
            return False


def _connected() -> smtplib.SMTP:
    where: dict[str, Any] = {
        "host": settings.SMTP_HOST,
        "port": settings.SMTP_PORT,
        "timeout": settings.SMTP_TIMEOUT,
    }
    context = ssl.create_default_context()
    smtp: smtplib.SMTP
    if settings.SMTP_TLS == "tls":
        smtp = smtplib.SMTP_SSL(**where, context=context)
    else:
        smtp = smtplib.SMTP(**where)
        if settings.SMTP_TLS == "starttls":
            smtp.starttls(context=context)
    smtp.ehlo_or_helo_if_needed()
    if settings.SMTP_USER:
        smtp.login(settings.SMTP_USER, settings.SMTP_PASSWORD)
    return smtp
