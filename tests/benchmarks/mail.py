"""What it costs to write one more mail of an announcement: as it is done, and by `EmailMessage`.

`.venv/bin/python -m pytest tests/benchmarks/mail.py -s` prints the medians, and what an announcement to
80,000 colleagues would take in all. Both mails say the same, and the test reads them to see it.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from django.utils import timezone

from backend.messaging import messages, rendering
from backend.messaging.messages import Button, Content, Picture
from backend.outbox.models import Delivery
from tests.outbox.factories import NOTE, content, note, owe
from worker.channels.email import mail

ROUNDS = 200
PEOPLE = 80_000
PHOTO_BYTES = 150_000
ID = "<1@deplas.example>"


def encoded(picture: Picture, cid: str) -> EmailMessage:
    """A picture as a part, which can be kept for all recipients."""
    part = EmailMessage(policy=SMTP)
    part.set_content(
        picture.content, "image", picture.subtype, cid=f"<{cid}>", disposition="inline"
    )
    return part


def whole(delivery: Delivery, photo: EmailMessage | None = None) -> bytes:
    """The mail as the standard library builds it; the photo encoded anew, or `photo` again."""
    made = rendering.rendered(delivery, "nl")
    links = messages.find(delivery.message).links(delivery)
    html, text = made.html, made.text
    for name, url in links.items():
        gap = rendering.gap(name)
        html, text = html.replace(gap, url), text.replace(gap, url)
    message = EmailMessage(policy=SMTP)
    person = delivery.membership.person
    message["Subject"] = made.content.subject
    message["From"] = Address(made.content.sender, addr_spec=mail.envelope_sender())
    message["To"] = Address(person.name, addr_spec=mail.bare(person.email))
    message["Message-ID"] = ID
    message["Date"] = timezone.now()
    message["Content-Language"] = "nl"
    message["Auto-Submitted"] = "auto-generated"
    message["List-Unsubscribe"] = f"<{links['unsubscribe']}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    [_text, page] = message.iter_parts()
    page.make_related()
    page.attach(photo or encoded(made.content.photo, rendering.PHOTO))
    return message.as_bytes()


def medians(ways: Mapping[str, Callable[[], bytes]]) -> dict[str, float]:
    """Milliseconds for one, by each way."""
    took: dict[str, list[float]] = {name: [] for name in ways}
    for _round in range(ROUNDS):
        for name, build in ways.items():
            began = time.perf_counter()
            build()
            took[name].append((time.perf_counter() - began) * 1000)
    return {name: statistics.median(found) for name, found in took.items()}


def read(sent: bytes) -> list[object]:
    """What a reader finds in a mail."""
    message = message_from_bytes(sent, policy=SMTP)
    bodies = [message.get_body((kind,)).get_content().split() for kind in ("plain", "html")]
    return [message["Subject"], message["From"], message["To"], bodies]


def announcement() -> Content:
    """A story of some length with a photo, and two links of each reader's own."""
    photo = random.Random(1).randbytes(PHOTO_BYTES)
    return content(
        "Gevierd: de meterstand zonder brief, één keer",
        paragraphs=("Het wérkt: een stap van Samíra, kleiner dan je dacht. " * 8,) * 4,
        quote="Ik zit op mijn knieën in de meterkast.",
        photo=Picture(photo, "jpeg", "Een meterkast"),
        buttons=(Button("Ik klap mee", rendering.gap("applaud")),),
        sender="Samira, via De Plas",
    )


@pytest.mark.django_db
def test_medians(samira, capsys) -> None:
    """In turn, so that a busy moment falls on all; the mail is the same to who reads it."""
    made = announcement()
    link = "https://stapsteen.deplas.example/m/" + "x" * 120
    note(
        build=lambda delivery, language: made,
        links=lambda delivery: {"unsubscribe": link, "applaud": link},
        shared=True,
    )
    owed = owe(samira, message=NOTE)
    photo = encoded(made.photo, rendering.PHOTO)
    ways = {
        "as it is": lambda: mail.build(owed, ID),
        "EmailMessage, the photo encoded once": lambda: whole(owed, photo),
        "EmailMessage": lambda: whole(owed),
    }
    [first, *others] = [read(build()) for build in ways.values()]
    assert others == [first, first]
    with capsys.disabled():
        for name, took in medians(ways).items():
            minutes = took * PEOPLE / 60_000
            sys.stdout.write(f"\n{name}: {took:.2f} ms a mail, {minutes:.1f} min for {PEOPLE:,}")
        sys.stdout.write("\n")
