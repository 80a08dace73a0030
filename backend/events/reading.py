"""From a stored row to what happened, typed; an older version is lifted on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

import msgspec
import structlog

from backend.events import contracts
from backend.events.contracts import Happening, Payload
from backend.events.models import Event

log = structlog.get_logger()
H = TypeVar("H", bound=Happening)

# The columns that `of_row` takes, in its order: for readers of many events.
COLUMNS = (
    "id", "kind", "version", "payload", "organisation_id", "actor_id", "subject_id",
    "happened_at", "transaction", "silent",
)  # fmt: skip


class UnknownEvent(Exception):
    """An event that this version of the product cannot read: its kind, its version or its shape.

    It is kept, and read by a version that knows it; until then it counts for nothing.
    """

    def __init__(self, event_id: int, kind: str, version: int, why: str) -> None:
        super().__init__(f"event {event_id}: {kind}, version {version}: {why}")
        self.event_id, self.kind, self.version = event_id, kind, version


@dataclass(frozen=True, slots=True)
class Happened(Generic[H]):
    """What happened, and its envelope: to whom, by whom, when, and its place in the log."""

    what: H
    event_id: int
    organisation_id: int
    actor_id: int | None
    subject_id: int
    happened_at: datetime
    transaction: int
    silent: bool

    @property
    def kind(self) -> str:
        """The name of its kind."""
        return self.what.KIND


def of_row(row: Sequence[Any]) -> Happened[Any]:
    """What one row of `COLUMNS` says. Raises `UnknownEvent`."""
    event_id, kind, version, payload, *envelope = row
    return Happened(read(event_id, kind, version, payload), event_id, *envelope)


def of_event(event: Event) -> Happened[Any]:
    """The same of a model's row."""
    return of_row([getattr(event, name) for name in COLUMNS])


def told(event: Event | None, kind: type[H]) -> H | None:
    """What an event of this kind says; None for another one, and for what nobody here can read."""
    if event is None or event.kind != kind.KIND:
        return None
    try:
        found = read(event.pk, event.kind, event.version, event.payload)
    except UnknownEvent:
        return None
    return found if isinstance(found, kind) else None


def read(event_id: int, kind: str, version: int, payload: Payload) -> Happening:
    """What a stored payload says, lifted to the newest version. Raises `UnknownEvent`."""
    declared = contracts.find(kind)
    if declared is None:
        raise UnknownEvent(event_id, kind, version, "nobody knows this kind")
    try:
        if version != declared.VERSION:
            if not 0 < version < declared.VERSION:
                raise LookupError
            payload = contracts.lifted(declared, version, payload)
        return msgspec.convert(payload, declared, str_keys=True)
    except LookupError:
        raise UnknownEvent(event_id, kind, version, "nobody knows this version") from None
    except (TypeError, ValueError) as wrong:
        raise UnknownEvent(event_id, kind, version, str(wrong)) from None


def known(events: Iterable[Event]) -> Iterator[tuple[Event, Happened[Any]]]:
    """Those that can be read, for a page: of what nobody here understands it says nothing."""
    for event in events:
        try:
            yield event, of_event(event)
        except UnknownEvent as unknown:
            log.warning("event unknown", event_id=unknown.event_id, kind=event.kind)
