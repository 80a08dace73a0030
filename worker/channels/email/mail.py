"""A rendered message as the bytes of one mail for one recipient.

What is the same for all recipients is made once: the pictures stand encoded, the fixed headers
folded. Per recipient only the headers and links that differ are written, and the two texts encoded.
`EmailMessage` would write all of it for each: some forty times as long. See docs/decisions/0030.
"""

from __future__ import annotations

import binascii
from dataclasses import dataclass
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, parseaddr
from functools import lru_cache
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from backend.messaging import messages, rendering
from backend.messaging.messages import Picture
from backend.messaging.rendering import Rendered
from backend.outbox import addressing
from backend.outbox.models import Delivery
from backend.text import addresses, written

EOL = b"\r\n"


@dataclass(frozen=True)
class _Frame:
    """All of a mail but what differs per recipient."""

    headers: bytes
    alternative: bytes
    related: bytes
    pictures: tuple[bytes, ...]


def build(delivery: Delivery, message_id: str) -> bytes:
    """The whole message, with this recipient's own links."""
    language = addressing.recipient_language(delivery)
    made = rendering.rendered(delivery, language)
    kind = messages.find(delivery.message)
    frame = _frame_once(made, language) if kind.shared else _frame(made, language)
    links = kind.links(delivery)
    html, text = made.html, made.text
    for name, url in links.items():
        gap = rendering.gap(name)
        html, text = html.replace(gap, url), text.replace(gap, url)
    return EOL.join(
        [
            frame.headers,
            *_own_headers(delivery, message_id, links.get("unsubscribe", "")),
            b'Content-Type: multipart/alternative; boundary="%s"' % frame.alternative,
            b"",
            b"--" + frame.alternative,
            _text("plain", text),
            b"--" + frame.alternative,
            *_html(frame, html),
            b"--" + frame.alternative + b"--",
            b"",
        ]
    )


def on_the_wire(content: bytes) -> bytes:
    """As SMTP wants it: a line that begins with a dot gets another, and a lone dot ends it."""
    return content.replace(b"\r\n.", b"\r\n..") + b".\r\n"


def bare(address: str) -> str:
    """The address in ASCII: a domain with accents as mail servers know it.

    Raises `backend.text.problems.Refused` for what mail servers would not take.
    """
    return addresses.in_ascii(address)


def sender() -> tuple[str, str]:
    """Name and address of MAIL_FROM, which may be an address alone or `Name <address>`."""
    return _name_and_address(settings.MAIL_FROM)


def envelope_sender() -> str:
    """The address that bounces go to, as mail servers write it."""
    return bare(sender()[1])


@lru_cache(maxsize=4)
def _name_and_address(written: str) -> tuple[str, str]:
    name, address = parseaddr(written)
    if "@" not in address and written.rstrip().endswith(">"):
        # A name with a comma, and without the quotes that it should have had.
        before, _bracket, after = written.rstrip().rpartition("<")
        name, address = before.strip().strip('"'), after[:-1].strip()
    return name, address


def _own_headers(delivery: Delivery, message_id: str, unsubscribe: str) -> list[bytes]:
    to = addressing.address_of(delivery)
    found = [
        b"To: " + _address(addressing.recipient(delivery).name, to),
        b"Message-ID: " + message_id.encode("ascii"),
        b"Date: " + format_datetime(timezone.now()).encode("ascii"),
    ]
    if unsubscribe:
        found.append(b"List-Unsubscribe: <%s>" % unsubscribe.encode("ascii"))
        found.append(b"List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    return found


@lru_cache(maxsize=16)
def _frame_once(made: Rendered, language: str) -> _Frame:
    return _frame(made, language)


def _frame(made: Rendered, language: str) -> _Frame:
    content = made.content
    name, address = sender()
    headers = [
        b"Subject: " + _encoded(content.subject, "Subject"),
        b"From: " + _address(content.sender or name or "Stapsteen", address),
        b"Content-Language: " + language.encode("ascii"),
        b"Auto-Submitted: auto-generated",
        b"MIME-Version: 1.0",
    ]
    pictures = [
        _picture(cid, picture)
        for cid, picture in ((rendering.PHOTO, content.photo), (rendering.DRAWING, content.drawing))
        if picture
    ]
    return _Frame(EOL.join(headers), _boundary(), _boundary(), tuple(pictures))


def _html(frame: _Frame, html: str) -> list[bytes]:
    if not frame.pictures:
        return [_text("html", html)]
    parts = [_text("html", html), *frame.pictures]
    found = [
        b'Content-Type: multipart/related; type="text/html"; boundary="%s"' % frame.related,
        b"",
    ]
    for part in parts:
        found += [b"--" + frame.related, part]
    return [*found, b"--" + frame.related + b"--"]


def _text(subtype: str, text: str) -> bytes:
    lines = "\r\n".join(text.splitlines()).encode()
    return EOL.join(
        [
            b'Content-Type: text/%s; charset="utf-8"' % subtype.encode("ascii"),
            b"Content-Transfer-Encoding: quoted-printable",
            b"",
            binascii.b2a_qp(lines, istext=True),
        ]
    )


def _picture(cid: str, picture: Picture) -> bytes:
    part = EmailMessage(policy=SMTP)
    part.set_content(
        picture.content, "image", picture.subtype, cid=f"<{cid}>", disposition="inline"
    )
    del part["MIME-Version"]
    return part.as_bytes()


def _boundary() -> bytes:
    return f"={uuid4().hex}".encode("ascii")


def _encoded(words: str, header: str) -> bytes:
    """One line of words as a header, encoded and folded where needed; line breaks become spaces."""
    line = written.line(words)
    charset = None if line.isascii() else "utf-8"
    return Header(line, charset, header_name=header).encode(linesep="\r\n").encode("ascii")


@lru_cache(maxsize=512)
def _address(name: str, address: str) -> bytes:
    name = written.name(name)
    if name.isascii():
        return formataddr((name, bare(address))).encode("ascii")
    return _encoded(name, "To") + b" <" + bare(address).encode("ascii") + b">"
