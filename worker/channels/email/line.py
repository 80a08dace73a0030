"""The line to a mail server: what is said on it ends, in time and in length."""

from __future__ import annotations

import io
import smtplib
import socket
import time

# The longest answers, of all extensions or of a policy, take a few thousand signs.
_LONGEST_ANSWER = 64_000
# A server may think for the whole of one time-out, and talk for another.
_TIMEOUTS = 2


class _Heard(io.RawIOBase):
    """The bytes of one answer after another; each has its own time and length.

    A socket's own time-out is only about the next byte: a server that drips, or never says its last
    line, would hold up the mail of all.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._ends = 0.0
        self._left = 0

    def begin(self, seconds: float) -> None:
        """The next answer begins."""
        self._ends = time.monotonic() + seconds
        self._left = _LONGEST_ANSWER

    def readable(self) -> bool:
        """As every stream that is read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """What came in. Raises `TimeoutError` for an answer without end."""
        read = self._socket.recv_into(buffer)
        self._left -= read
        if self._left < 0 or time.monotonic() > self._ends:
            raise TimeoutError("an answer without end")
        return read


class _EndingAnswers(smtplib.SMTP):
    def getreply(self) -> tuple[int, bytes]:
        """One answer. Raises `SMTPServerDisconnected` also for one that does not end."""
        if self.file is None and self.sock is not None:
            self._heard = _Heard(self.sock)
            self.file = io.BufferedReader(self._heard)
        self._heard.begin(_TIMEOUTS * self.timeout)
        return super().getreply()


class Line(_EndingAnswers):
    """A line that is plain, or made secret by STARTTLS."""


class SecretLine(_EndingAnswers, smtplib.SMTP_SSL):
    """A line that is secret from the first byte on."""
