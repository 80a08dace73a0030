"""The kinds of message that exist: what each says, when it is still due, how long it is worth sending.

Rooms register their own kinds at start-up. A builder says what a message is about, once per
subject and language; what differs per recipient are links, written as `[[name]]` and filled in
for each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from backend.outbox.models import Delivery, Fanout


@dataclass(frozen=True)
class Button:
    """A link that stands out; `url` may be a `[[name]]`."""

    label: str
    url: str


@dataclass(frozen=True)
class Picture:
    """An image that travels with the mail, and the words for who cannot see it."""

    content: bytes
    subtype: str
    alt: str


@dataclass(frozen=True)
class Section:
    """One matter in a gathered mail: what it is about, and what can be answered."""

    heading: str
    text: str
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True)
class Content:
    """What a message says, in one language."""

    subject: str
    heading: str
    paragraphs: tuple[str, ...] = ()
    quote: str = ""
    quote_source: str = ""
    code: str = ""
    photo: Picture | None = None
    drawing: Picture | None = None
    buttons: tuple[Button, ...] = ()
    sections: tuple[Section, ...] = ()
    thanks: str = ""
    why: str = ""
    sender: str = ""


@dataclass(frozen=True)
class About:
    """What an announcement tells of, where that stands, and for how many colleagues it is."""

    title: str
    url: str
    people: int


Builder = Callable[[Delivery, str], Content]
Links = Callable[[Delivery], Mapping[str, str]]
StillDue = Callable[[Delivery], bool]
NotBefore = Callable[[Delivery], datetime | None]


@dataclass(frozen=True)
class Message:
    """A kind of message.

    `shared`: its content is the same for every recipient of a language. `still_due` is asked again
    when it is about to be sent; `not_before` may then put it off, out of quiet hours. After
    `time_to_live` it is not worth sending any more; one that is `repeatable` is tried once more after
    an end that nobody knows.

    On the page "Mail" it is called `name`, and an announcement is told by `about`. `chosen`: people
    may do without it, so that no number of it may tell who does.
    """

    kind: str
    build: Builder
    name: Any = ""
    about: Callable[[Fanout], About] | None = None
    chosen: bool = False
    links: Links = field(default=lambda delivery: {})
    still_due: StillDue = field(default=lambda delivery: True)
    not_before: NotBefore = field(default=lambda delivery: None)
    shared: bool = False
    repeatable: bool = False
    time_to_live: timedelta = timedelta(days=2)


_messages: dict[str, Message] = {}


def register(message: Message) -> None:
    """Make a kind of message known; a second registration of a kind replaces the first."""
    _messages[message.kind] = message


def find(kind: str) -> Message:
    """The kind by its name. Raises `LookupError` for one that no room registered."""
    try:
        return _messages[kind]
    except KeyError:
        raise LookupError(f"No room registered the message {kind!r}") from None


def kinds() -> list[Message]:
    """All of them, as they were registered."""
    return list(_messages.values())


def unsubscribe_link(delivery: Delivery) -> dict[str, Any]:
    """The link by which a recipient stops this kind of mail, without signing in."""
    from backend.messaging import tokens

    if delivery.membership_id is None:
        return {}
    return {
        "unsubscribe": tokens.url(
            membership_id=delivery.membership_id, action=f"{tokens.STOP}{delivery.message}"
        )
    }
