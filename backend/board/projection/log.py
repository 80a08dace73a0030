"""The part of the log that is folded: what was read, and how much nobody here can read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from backend.events import contracts, reading
from backend.events.models import Event
from backend.events.reading import COLUMNS, Happened, UnknownEvent
from backend.organisations.models import Organisation

log = structlog.get_logger()
_TRANSACTION = COLUMNS.index("transaction")


@dataclass(frozen=True)
class Page:
    """Events in the order of their transactions; `last` is that of the last one, `is_all`: no more wait.

    `unknown` of them are of a kind or version that this release does not know: they are folded by
    one that does.
    """

    happened: Sequence[Happened[Any]]
    last: int
    is_all: bool
    unknown: int


def page_of(
    *,
    organisation: Organisation,
    since: int,
    below: int,
    size: int,
    kinds: Sequence[str] | None = None,
) -> Page | None:
    """At most so many events (of these kinds), or one transaction that is larger; None for none.

    Whole transactions at a time: the page ends before the first one that does not fit.
    """
    rows = list(_rows(organisation, since, below, kinds)[: size + 1])
    if not rows:
        return None
    is_all = len(rows) <= size
    if not is_all:
        last = rows[-1][_TRANSACTION]
        rows = [row for row in rows if row[_TRANSACTION] < last] or list(
            _rows(organisation, last, last + 1, kinds)
        )
    happened, unknown = read(rows)
    return Page(happened, rows[-1][_TRANSACTION], is_all, unknown)


def read(rows: Iterable[Sequence[Any]]) -> tuple[list[Happened[Any]], int]:
    """What rows of `COLUMNS` say, and how many of them nobody here can read."""
    happened, unknown = [], 0
    for row in rows:
        try:
            happened.append(reading.of_row(row))
        except UnknownEvent as refused:
            unknown += 1
            log.warning("event not folded", event_id=refused.event_id, kind=refused.kind)
    return happened, unknown


def contract() -> str:
    """A short text of which kinds and versions this release knows."""
    known = sorted(f"{kind.KIND} {kind.VERSION}" for kind in contracts.kinds())
    return hashlib.sha256("\n".join(known).encode()).hexdigest()[:16]


def _rows(organisation: Organisation, since: int, below: int, kinds: Sequence[str] | None) -> Any:
    found = Event.objects.filter(
        organisation=organisation, transaction__gte=since, transaction__lt=below
    )
    if kinds is not None:
        found = found.filter(kind__in=kinds)
    return found.order_by("transaction", "id").values_list(*COLUMNS)
