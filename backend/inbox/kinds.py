"""The kinds of news and of what waits for somebody: each room registers its own at start-up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.organisations.models import Membership

# Of rows, by their ids: what is shown of each, by the name under which a template asks for it.
Shown = Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True)
class NewsKind:
    """Something that may be new to somebody.

    `sql` gives a row for each piece of it: (subject, at, ever, page, page_id). `page` and `page_id`
    say where it is told: who opened that page since knows it. It may use the values %(organisation)s,
    %(member)s, %(unit)s, %(manager)s, %(since)s and %(now)s, and what a room `provides`. Plain SQL,
    because all of them are one query on every page.
    """

    name: str
    sql: str
    shown: Callable[[Sequence[int]], Shown]
    template: str


@dataclass(frozen=True)
class WaitingKind:
    """Something that waits for somebody: the first `limit` of it."""

    name: str
    found: Callable[[Membership, date, int], Sequence[Any]]


@dataclass(frozen=True)
class Nothing:
    """What is said to somebody for whom there never was any news, and where to look meanwhile."""

    text: Any
    url: str
    label: Any


_news: dict[str, NewsKind] = {}
_waiting: dict[str, WaitingKind] = {}
_provided: dict[str, str] = {}
_nothing: list[Nothing] = []


def news_of(kind: NewsKind) -> None:
    """Make a kind of news known; a second registration of a name replaces the first."""
    _news[kind.name] = kind


def waiting_of(kind: WaitingKind) -> None:
    """Make something known that may wait for somebody; they are shown in this order."""
    _waiting[kind.name] = kind


def provides(name: str, sql: str) -> None:
    """A table that the news of several rooms reads, made once in each query."""
    _provided[name] = sql


def says_of_nothing(nothing: Nothing) -> None:
    """What is said where there is no news yet; the last one that is named."""
    _nothing[:] = [nothing]


def news_kinds() -> list[NewsKind]:
    """All kinds of news."""
    return list(_news.values())


def waiting_kinds() -> list[WaitingKind]:
    """All that may wait for somebody."""
    return list(_waiting.values())


def provided() -> Mapping[str, str]:
    """Name → SQL of the tables that kinds of news may read."""
    return _provided


def nothing() -> Nothing | None:
    """What is said where there is no news yet."""
    return _nothing[0] if _nothing else None
