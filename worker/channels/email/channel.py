"""E-mail: one kept SMTP connection per process, and an honest name for how each try ended."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
import time
from enum import Enum, auto
from typing import Any

from django.conf import settings

from backend.outbox import addressing
from backend.outbox.models import Delivery
from backend.outbox.states import State
from backend.text.problems import Refused
from worker.channels.base import Answer, ChannelDown, Fault, Refusal
from worker.channels.email import mail as mails
from worker.channels.email import replies
from worker.channels.email.line import Line, SecretLine
from worker.channels.email.replies import Phase

_IDLE_SECONDS = 20.0
_MOST_ON_ONE_CONNECTION = 500


class OutOfStep(smtplib.SMTPException):
    """What the server says is no answer to what it was asked."""


class _Way(Enum):
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

    def domain(self, delivery: Delivery) -> str:
        """The receiving domain, in small letters; as it stands where it can't be written in ASCII."""
        address = addressing.address_of(delivery)
        with contextlib.suppress(Refused):
            address = mails.bare(address)
        return address.rpartition("@")[2].casefold()[:255]

    def open(self) -> None:
        """A connection that answers. Raises `ChannelDown`."""
        if self._smtp is not None:
            if self._sent < _MOST_ON_ONE_CONNECTION and self._fresh():
                return
            self.close()
        self._smtp = _connected()
        self._sent = 0
        self._used_at = time.monotonic()

    def send(self, delivery: Delivery, content: bytes) -> Answer:
        """One transaction of SMTP.

        Until the last byte of the content was given away the message can't have been taken, so
        that it may be tried again. From then on only the server knows.
        """
        assert self._smtp is not None, "open() comes first"
        way = _Way.ENVELOPE
        try:
            refused = self._envelope(self._smtp, delivery)
            if refused is not None:
                return refused
            way = _Way.CONTENT
            self._smtp.send(mails.on_the_wire(content))
            way = _Way.ANSWER
            code, words = self._smtp.getreply()
            if not _is_answer(code):
                raise OutOfStep
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            sure = way is not _Way.ANSWER
            return Answer(
                State.RETRY if sure else State.UNCERTAIN, "", type(error).__name__, _silent(error)
            )
        except BaseException:  # such as the end of a task's time, in the middle of the wire
            self.close()
            raise
        self._sent += 1
        self._used_at = time.monotonic()
        if _is_no(code):
            return self._refused(Phase.CONTENT, code, words, delivery)
        return Answer(State.ACCEPTED, str(code))

    def close(self) -> None:
        """Let go of the connection."""
        if self._smtp is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._smtp.close()
        self._smtp = None

    def _envelope(self, smtp: smtplib.SMTP, delivery: Delivery) -> Answer | None:
        """Up to the server's leave to send the content; what it refused, if it did."""
        phase = Phase.MAIL
        code, words = smtp.mail(mails.envelope_sender())
        if _is_yes(code):
            phase = Phase.RCPT
            code, words = smtp.rcpt(mails.bare(addressing.address_of(delivery)))
        if _is_yes(code):
            phase = Phase.DATA
            code, words = smtp.docmd("DATA")
            if code == 354:
                return None
        if not _is_no(code):
            raise OutOfStep
        self._end_transaction(smtp)
        return self._refused(phase, code, words, delivery)

    def _end_transaction(self, smtp: smtplib.SMTP) -> None:
        try:
            smtp.rset()
        except (OSError, smtplib.SMTPException):
            self.close()

    def _refused(self, phase: Phase, code: int, said: bytes, delivery: Delivery) -> Answer:
        """Whose fault it is decides what becomes of the row."""
        if code == 421:
            self.close()
        address = addressing.address_of(delivery)
        refusal = refusal_of(
            phase, code, said, address=address, domain=self.domain(delivery),
            sender=mails.envelope_sender(),
        )  # fmt: skip
        return Answer(_STATES[refusal.fault], str(code), refusal.words, refusal)

    def _fresh(self) -> bool:
        if time.monotonic() - self._used_at < _IDLE_SECONDS:
            return True
        try:
            assert self._smtp is not None
            return bool(self._smtp.noop()[0] == 250)
        except (OSError, smtplib.SMTPException):
            return False


_STATES = {
    Fault.RECIPIENT: State.BOUNCED,
    Fault.SERVICE: State.PENDING,
    Fault.MESSAGE: State.DEAD,
    Fault.LATER: State.RETRY,
}


def _is_yes(code: int) -> bool:
    return 200 <= code < 300


def _is_no(code: int) -> bool:
    return 400 <= code < 600


def _is_answer(code: int) -> bool:
    return _is_yes(code) or _is_no(code)


def refusal_of(
    phase: Phase,
    code: int,
    said: bytes | str,
    *,
    address: str = "",
    domain: str = "",
    sender: str = "",
) -> Refusal:
    """A refusal as the sender weighs it; no address is left in its words."""
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    # Who writes to themselves is the recipient.
    verdict = replies.judge(phase, code, text, sender=sender if sender != address else "")
    return Refusal(
        verdict.fault,
        phase,
        str(code),
        replies.masked(text, address)[:300],
        domain,
        replies.likeness(code, text, address)[:400],
        verdict.everywhere,
        verdict.known,
    )


def _silent(error: BaseException) -> Refusal:
    """The line broke: of the way out, and not of anybody in particular."""
    return Refusal(Fault.SERVICE, "", "", type(error).__name__, everywhere=True)


def _connected() -> smtplib.SMTP:
    where: dict[str, Any] = {
        "host": settings.SMTP_HOST,
        "port": settings.SMTP_PORT,
        "timeout": settings.SMTP_TIMEOUT,
    }
    context = ssl.create_default_context()
    smtp: smtplib.SMTP | None = None
    phase = Phase.CONNECT
    try:
        if settings.SMTP_TLS == "tls":
            smtp = SecretLine(**where, context=context)
        else:
            smtp = Line(**where)
            if settings.SMTP_TLS == "starttls":
                phase = Phase.STARTTLS
                smtp.starttls(context=context)
        phase = Phase.HELO
        smtp.ehlo_or_helo_if_needed()
        if settings.SMTP_USER:
            phase = Phase.AUTH
            smtp.login(settings.SMTP_USER, settings.SMTP_PASSWORD)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        if smtp is not None:
            smtp.close()
        raise ChannelDown(_unreached(phase, error)) from error
    return smtp


def _unreached(phase: Phase, error: Exception) -> Refusal:
    """Why there is no line; a `ValueError` is a host, a name or a password that can't be put on it."""
    if isinstance(error, smtplib.SMTPResponseException):
        return refusal_of(phase, error.smtp_code, error.smtp_error)
    return Refusal(Fault.SERVICE, phase, "", type(error).__name__, everywhere=True)
