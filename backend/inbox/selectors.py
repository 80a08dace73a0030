"""What is new for somebody: read from what happened, up to where they read last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from backend.inbox import kinds
from backend.organisations.models import Membership
from backend.organisations.roles import Role

PAGE = 30
_EVER = datetime.min.replace(tzinfo=UTC)

# One row for each piece of news, for the list as for the count on every page. Who opened the page
# that tells it since then knows it.
_NEWS = """
WITH {provided}seen AS (
    SELECT page, subject_id, seen_at FROM inbox_seen
    WHERE organisation_id = %(organisation)s AND membership_id = %(member)s
), told AS ({told}
), news AS (
    SELECT told.*, told.at > greatest(%(read)s, seen.seen_at) AS is_new
    FROM told LEFT JOIN seen ON seen.page = told.page AND seen.subject_id = told.page_id
)
"""
_KIND = """
    SELECT '{name}' AS kind, {name}.* FROM ({sql}) AS {name} (subject, at, ever, page, page_id)"""
_LIST = """
SELECT kind, subject, at, ever, is_new FROM (
    SELECT news.*, row_number() OVER (ORDER BY at DESC, subject DESC) AS place FROM news
    WHERE %(kind)s IN ('', kind)) AS placed
WHERE is_new AND %(kind)s = '' OR place <= %(limit)s ORDER BY at DESC, subject DESC
"""
_COUNT = "SELECT count(*) FROM news WHERE is_new"


@dataclass(frozen=True, slots=True)
class NewsItem:
    """One piece of news: of which kind, since when, and what its template shows of it."""

    kind: str
    at: datetime
    is_new: bool
    template: str
    # How many there are of it: such as how many clap.
    count: int = 0
    shown: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        """What is shown of it, by name, as templates ask: `item.success`."""
        return self.shown[name]


def news_count(*, membership: Membership) -> int:
    """How many things are new since somebody read the news: one cheap query, for every page."""
    rows = _rows(_COUNT, membership, since=membership.news_read_at)
    return int(rows[0][0]) if rows else 0


def news(*, membership: Membership, limit: int = PAGE, kind: str = "") -> list[NewsItem]:
    """All that is new, and the latest of before, newest first; a query for each kind of row.

    Of one `kind`: the latest, new or not.
    """
    rows = _rows(_LIST, membership, limit=limit, kind=kind)
    subjects: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        subjects[row[0]].append(row[1])
    known = {one.name: one for one in kinds.news_kinds()}
    shown = {name: known[name].shown(pks) for name, pks in subjects.items()}
    # What went between the two reads is no news any more.
    return [
        NewsItem(name, at, is_new, known[name].template, ever, shown[name][subject])
        for name, subject, at, ever, is_new in rows
        if subject in shown[name]
    ]


def _rows(sql: str, membership: Membership, **values: Any) -> list[tuple[Any, ...]]:
    if not kinds.news_kinds():
        return []
    asked = {
        "organisation": membership.organisation_id,
        "member": membership.pk,
        "unit": membership.unit_id,
        "manager": membership.has_role(Role.PROGRAMME_MANAGER),
        "read": membership.news_read_at,
        "since": _EVER,
        "now": timezone.now(),
        **values,
    }
    with connection.cursor() as cursor:
        cursor.execute(_news_sql() + sql, asked)
        return cursor.fetchall()


def _news_sql() -> str:
    provided = "".join(f"{name} AS ({sql}), " for name, sql in kinds.provided().items())
    told = "\n    UNION ALL".join(
        _KIND.format(name=kind.name, sql=kind.sql) for kind in kinds.news_kinds()
    )
    return _NEWS.format(provided=provided, told=told)
