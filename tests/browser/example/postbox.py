"""A mail server that keeps what it is given, to be opened as its recipients would."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from html import unescape
from typing import Any

from tests.faults.smtp_sink import Receipt, SmtpSink


@dataclass(frozen=True)
class Mail:
    """One mail in somebody's box."""

    to: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    def link(self, label: str, after: str) -> str:
        """Where the first button with this label after some words leads, in HTML and in text."""
        pattern = rf'<a\s[^>]*href="([^"]+)"[^>]*>\s*{re.escape(label)}\s*</a>'
        found = re.search(pattern, self.html[self.html.index(after) :])
        assert found, f"no button “{label}” after “{after}” in {self.subject}"
        address = unescape(found[1])
        assert address in self.text
        return address

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        assert part is not None, f"no {kind} in {self.subject}"
        return str(part.get_content())


class PostBox(SmtpSink):
    """The sink of the fault tests, on its best behaviour."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.mails: list[Mail] = []

    def of(self, address: str, subject: str = "") -> list[Mail]:
        """What came for somebody, the oldest first."""
        return [one for one in self.mails if one.to == address and subject in one.subject]

    def _note(self, where: list[Receipt], envelope: Any) -> None:
        content = envelope.original_content or b""
        message = BytesParser(policy=policy.default).parsebytes(content)
        self.mails.extend(Mail(to, message) for to in envelope.rcpt_tos)
        super()._note(where, envelope)
