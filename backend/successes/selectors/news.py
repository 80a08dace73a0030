"""What is new for somebody: read from what happened, up to where they read last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from backend.initiatives.models import TeamMember
from backend.organisations.models import Membership
from backend.successes.models import Applause, Success

PAGE = 30
_EVER = datetime.min.replace(tzinfo=UTC)

# One row for each piece of news, for the list as for the count on every page: what was announced
# to somebody (all, or their unit; not what their own A-team told), who claps for a success of
# theirs, who joined an A-team after them. Plain SQL, because putting these three together from
# querysets took longer than all else that a page does.
_NEWS = """
WITH mine AS (
    SELECT initiative_id, joined_at FROM initiatives_teammember
    WHERE organisation_id = %(organisation)s AND membership_id = %(member)s
), news AS (
    SELECT 'success' AS kind, a.success_id AS subject, min(a.sends_at) AS at,
        0 AS fresh, 0 AS ever
    FROM successes_announcement a JOIN successes_success s ON s.id = a.success_id
    WHERE a.organisation_id = %(organisation)s AND a.called_back_at IS NULL
        AND a.sends_at <= %(now)s AND s.told_at IS NOT NULL
        AND a.success_id IN (
            SELECT success_id FROM successes_announcement
            WHERE organisation_id = %(organisation)s AND sends_at > %(since)s)
        AND (a.audience = 'organisation' OR EXISTS (
            SELECT 1 FROM successes_announcementunit u
            WHERE u.announcement_id = a.id AND u.unit_id = %(unit)s))
        AND NOT EXISTS (SELECT 1 FROM mine WHERE mine.initiative_id = s.initiative_id)
    GROUP BY a.success_id
    UNION ALL
    SELECT 'applause', p.success_id, max(p.given_at),
        count(*) FILTER (WHERE p.given_at > %(read)s), count(*)
    FROM mine JOIN successes_success s USING (initiative_id)
        JOIN successes_applause p ON p.success_id = s.id
    WHERE s.told_at IS NOT NULL AND p.membership_id <> %(member)s
    GROUP BY p.success_id
    UNION ALL
    SELECT 'joined', t.id, t.joined_at, 0, 0
    FROM mine JOIN initiatives_teammember t USING (initiative_id)
    WHERE t.joined_at > mine.joined_at
)
"""
_LIST = f"""{_NEWS}
SELECT kind, subject, at, fresh, ever FROM news
WHERE %(kind)s IN ('', kind) ORDER BY at DESC, subject DESC LIMIT %(limit)s
"""  # noqa: S608 - joined from its own parts only
_COUNT = f"{_NEWS} SELECT count(*) FROM news WHERE at > %(since)s"  # noqa: S608 - as above


@dataclass(frozen=True, slots=True)
class NewsItem:
    """One piece of news. `kind`: success, applause or joined."""

    kind: str
    at: datetime
    is_new: bool
    success: Success | None = None
    # How many clapped since they read last, or ever where they read it all.
    count: int = 0
    member: TeamMember | None = None


def news_count(*, membership: Membership) -> int:
    """How many things are new since somebody read the news: one cheap query, for every page."""
    rows = _rows(_COUNT, membership, since=membership.news_read_at)
    return int(rows[0][0])


def news(*, membership: Membership, limit: int = PAGE) -> list[NewsItem]:
    """The latest news, newest first; three queries."""
    return _items(membership, read=membership.news_read_at, limit=limit)


def applause_for(*, membership: Membership, limit: int = PAGE) -> list[NewsItem]:
    """Who ever clapped for the successes of somebody's A-teams, per success, the latest first."""
    return _items(membership, read=_EVER, limit=limit, kind="applause")


def has_applauded(*, membership: Membership, success: Success) -> bool:
    """Whether somebody claps for this success."""
    return Applause.objects.filter(success=success, membership=membership).exists()


def _rows(sql: str, membership: Membership, **values: Any) -> list[tuple[Any, ...]]:
    asked = {
        "organisation": membership.organisation_id,
        "member": membership.pk,
        "unit": membership.unit_id,
        "read": membership.news_read_at,
        "since": _EVER,
        "now": timezone.now(),
        **values,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return cursor.fetchall()


def _items(membership: Membership, *, read: datetime, limit: int, kind: str = "") -> list[NewsItem]:
    rows = _rows(_LIST, membership, read=read, limit=limit, kind=kind)
    told = [subject for kind, subject, *_rest in rows if kind != "joined"]
    came = [subject for kind, subject, *_rest in rows if kind == "joined"]
    successes = (
        Success.objects.filter(organisation=membership.organisation_id)
        .select_related("initiative__unit", "words")
        .in_bulk(told)
    )
    members = (
        TeamMember.objects.filter(organisation=membership.organisation_id)
        .select_related("initiative", "membership__person")
        .in_bulk(came)
    )
    return [
        NewsItem(
            kind,
            at,
            at > read,
            success=successes[subject] if kind != "joined" else None,
            count=fresh or ever,
            member=members[subject] if kind == "joined" else None,
        )
        for kind, subject, at, fresh, ever in rows
    ]
