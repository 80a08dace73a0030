"""E-mail: one kept SMTP connection per process, and an honest name for how each try ended."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
import time
from collections.abc import Iterator

from django.conf import settings

from backend.notifications import selectors
from backend.notifications.models import Delivery
from backend.notifications.outbox import Outcome
from backend.notifications.states import State
from worker.channels.base import ChannelDown
from worker.channels.email import mail as mails

_IDLE_SECONDS = 20.0
_MOST_ON_ONE_CONNECTION = 500


class EmailChannel:
    """Hands messages to the mail server named by the environment."""

    name = "email"

    def __init__(self) -> None:
        self._smtp: smtplib.SMTP | None = None
        self._used_at = 0.0
        self._sent = 0

    def open(self) -> None:
        """A connection that answers. Raises `ChannelDown`."""
        if self._smtp is not None:
            if self._sent < _MOST_ON_ONE_CONNECTION and self._fresh():
                return
            self.close()
        try:
            self._smtp = self._connected()
        except (OSError, smtplib.SMTPException) as error:
            raise ChannelDown(type(error).__name__) from error
        self._sent = 0
        self._used_at = time.monotonic()

    def send(self, delivery: Delivery, message_id: str) -> Outcome:
        """One transaction of SMTP; what cannot be known is called uncertain."""
        return self._hand_over(delivery, mails.build(delivery, message_id).as_bytes())

    def close(self) -> None:
        """Say goodbye where that still works."""
        if self._smtp is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._smtp.close()
        self._smtp = None

    def _hand_over(self, delivery: Delivery, content: bytes) -> Outcome:
        smtp = self._smtp
        assert smtp is not None, "open() comes first"
        after_data = False
        try:
            for code, answer in self._envelope(smtp, delivery):
                if code >= 400:
                    with contextlib.suppress(smtplib.SMTPException):
                        smtp.rset()
                    return self._refused(delivery, code, answer)
            after_data = True
            code, answer = smtp.data(content)
        except smtplib.SMTPDataError as error:
            return self._refused(delivery, error.smtp_code, error.smtp_error)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            state = State.UNCERTAIN if after_data else State.RETRY
            return self._outcome(delivery, state, "", type(error).__name__)
        self._sent += 1
        self._used_at = time.monotonic()
        if code >= 400:
            return self._refused(delivery, code, answer)
        return self._outcome(delivery, State.ACCEPTED, str(code), "")

    @staticmethod
    def _envelope(smtp: smtplib.SMTP, delivery: Delivery) -> Iterator[tuple[int, bytes]]:
        yield smtp.mail(settings.MAIL_FROM)
        yield smtp.rcpt(selectors.recipient(delivery).email)

    def _refused(self, delivery: Delivery, code: int, answer: bytes | str) -> Outcome:
        """5xx ends it; 4xx is tried again. The server's words may hold an address: only the code stays."""
        if code == 421:
            self.close()
        state = State.BOUNCED if code >= 500 else State.RETRY
        return self._outcome(delivery, state, str(code), "refused by the mail server")

    @staticmethod
    def _outcome(delivery: Delivery, state: State, code: str, error: str) -> Outcome:
        return Outcome(delivery.pk, state, code, error, delivery.fanout_id, delivery.attempts)

    def _fresh(self) -> bool:
        if time.monotonic() - self._used_at < _IDLE_SECONDS:
            return True
        try:
            assert self._smtp is not None
            return bool(self._smtp.noop()[0] == 250)
        except (OSError, smtplib.SMTPException):
            return False

    @staticmethod
    def _connected() -> smtplib.SMTP:
        where = {
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
