"""What is new for somebody: read from what happened, up to where they read last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from backend.initiatives.models import CheckIn, Help, TeamMember
from backend.organisations.models import Membership
from backend.organisations.roles import Role
from backend.successes.models import Applause, Success

PAGE = 30
_EVER = datetime.min.replace(tzinfo=UTC)

# One row for each piece of news, for the list as for the count on every page: what was announced
# to somebody (all, or their unit; not what their own A-team told), who claps for a success of
# theirs, who joined an A-team after them, who is stuck there, and who helps them. `page` and
# `page_id` say where it is told: who opened that page since knows it. Plain SQL, because putting
# these together from querysets took longer than all else that a page does.
_NEWS = """
WITH mine AS (
    SELECT initiative_id, joined_at FROM initiatives_teammember
    WHERE organisation_id = %(organisation)s AND membership_id = %(member)s
), seen AS (
    SELECT page, subject_id, seen_at FROM inbox_seen
    WHERE organisation_id = %(organisation)s AND membership_id = %(member)s
), told AS (
    SELECT 'success' AS kind, a.success_id AS subject, min(a.sends_at) AS at, 0::bigint AS ever,
        'success' AS page, a.success_id AS page_id
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
    SELECT 'applause', p.success_id, max(p.given_at), count(*), 'success', p.success_id
    FROM mine JOIN successes_success s USING (initiative_id)
        JOIN successes_applause p ON p.success_id = s.id
    WHERE s.told_at IS NOT NULL AND p.membership_id <> %(member)s
    GROUP BY p.success_id
    UNION ALL
    SELECT 'joined', t.id, t.joined_at, 0, 'initiative', t.initiative_id
    FROM mine JOIN initiatives_teammember t USING (initiative_id)
    WHERE t.joined_at > mine.joined_at
    UNION ALL
    SELECT 'stuck', c.id, c.answered_at, 0, 'initiative', c.initiative_id
    FROM mine JOIN initiatives_checkin c USING (initiative_id)
    WHERE c.answer = 'stuck' AND c.undone_at IS NULL AND c.membership_id <> %(member)s
        AND c.answered_at >= mine.joined_at
    UNION ALL
    SELECT 'stuck', c.id, c.answered_at, 0, 'initiative', c.initiative_id
    FROM initiatives_checkin c
    WHERE %(manager)s AND c.organisation_id = %(organisation)s AND c.manager_asked
        AND c.answer = 'stuck' AND c.undone_at IS NULL AND c.membership_id <> %(member)s
        AND NOT EXISTS (SELECT 1 FROM mine WHERE mine.initiative_id = c.initiative_id
            AND mine.joined_at <= c.answered_at)
    UNION ALL
    SELECT 'help', h.id, h.offered_at, 0, 'initiative', c.initiative_id
    FROM initiatives_checkin c JOIN initiatives_help h ON h.check_in_id = c.id
    WHERE c.organisation_id = %(organisation)s AND c.membership_id = %(member)s
        AND c.undone_at IS NULL AND h.withdrawn_at IS NULL
), news AS (
    SELECT told.*, told.at > greatest(%(read)s, seen.seen_at) AS is_new
    FROM told LEFT JOIN seen ON seen.page = told.page AND seen.subject_id = told.page_id
)
"""
_LIST = f"""{_NEWS}
SELECT kind, subject, at, ever, is_new FROM (
    SELECT news.*, row_number() OVER (ORDER BY at DESC, subject DESC) AS place FROM news
    WHERE %(kind)s IN ('', kind)) AS placed
WHERE is_new AND %(kind)s = '' OR place <= %(limit)s ORDER BY at DESC, subject DESC
"""  # noqa: S608 - joined from its own parts only
_COUNT = f"{_NEWS} SELECT count(*) FROM news WHERE is_new"  # noqa: S608 - as above


@dataclass(frozen=True, slots=True)
class NewsItem:
    """One piece of news. `kind`: success, applause, joined, stuck or help."""

    kind: str
    at: datetime
    is_new: bool
    success: Success | None = None
    # How many clap for it, and what some of them say to the makers, the latest first.
    count: int = 0
    said: Sequence[Applause] = ()
    member: TeamMember | None = None
    check_in: CheckIn | None = None
    help: Help | None = None


def news_count(*, membership: Membership) -> int:
    """How many things are new since somebody read the news: one cheap query, for every page."""
    rows = _rows(_COUNT, membership, since=membership.news_read_at)
    return int(rows[0][0])


def news(*, membership: Membership, limit: int = PAGE) -> list[NewsItem]:
    """All that is new, and the latest of before, newest first; a query for each kind of row."""
    return _items(membership, limit=limit)


def applause_for(*, membership: Membership, limit: int = PAGE) -> list[NewsItem]:
    """Who claps for the successes of somebody's A-teams, per success, the latest first."""
    return _items(membership, limit=limit, kind="applause")


def applause_of(*, membership: Membership, success: Success) -> Applause | None:
    """Somebody's own applause, with its sentence."""
    return Applause.objects.filter(success=success, membership=membership).first()


def applause_said(*, successes: Iterable[int]) -> dict[int, list[Applause]]:
    """What those who clap say to the makers, by success, the latest first."""
    found: dict[int, list[Applause]] = defaultdict(list)
    said = Applause.objects.filter(success__in=list(successes)).exclude(sentence="")
    for one in said.select_related("membership__person").order_by("-given_at", "-id"):
        found[one.success_id].append(one)
    return found


def _rows(sql: str, membership: Membership, **values: Any) -> list[tuple[Any, ...]]:
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
        cursor.execute(sql, asked)
        return cursor.fetchall()


def _items(membership: Membership, *, limit: int, kind: str = "") -> list[NewsItem]:
    rows = _rows(_LIST, membership, limit=limit, kind=kind)
    subjects: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        subjects[row[0]].append(row[1])
    shown = _shown(subjects)
    # What went between the two reads is no news any more.
    return [
        NewsItem(kind_, at, is_new, count=ever, **shown[kind_, subject])
        for kind_, subject, at, ever, is_new in rows
        if (kind_, subject) in shown
    ]


def _shown(subjects: Mapping[str, Sequence[int]]) -> dict[tuple[str, int], dict[str, Any]]:
    """What each piece of news is about, by kind and row: the fields of its `NewsItem`."""
    told, clapped = subjects.get("success", ()), subjects.get("applause", ())
    successes = _found(
        Success.objects.select_related("initiative__unit", "words"), [*told, *clapped]
    )
    said = applause_said(successes=clapped) if clapped else {}
    shown: dict[tuple[str, int], dict[str, Any]] = {
        **{("success", pk): {"success": successes[pk]} for pk in told if pk in successes},
        **{
            ("applause", pk): {"success": successes[pk], "said": said.get(pk, ())}
            for pk in clapped
            if pk in successes
        },
    }
    others: dict[str, tuple[str, QuerySet[Any]]] = {
        "joined": ("member", TeamMember.objects.select_related("initiative", "membership__person")),
        "stuck": ("check_in", CheckIn.objects.select_related("initiative", "membership__person")),
        "help": (
            "help",
            Help.objects.select_related("check_in__initiative", "membership__person"),
        ),
    }
    for kind, (name, wanted) in others.items():
        for pk, row in _found(wanted, subjects.get(kind, ())).items():
            shown[kind, pk] = {name: row}
    return shown


def _found(rows: QuerySet[Any], pks: Sequence[int]) -> dict[int, Any]:
    return rows.in_bulk(pks) if pks else {}
