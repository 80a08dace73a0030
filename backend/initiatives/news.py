"""What of initiatives is new to somebody, and what of them waits for them."""

from __future__ import annotations

from collections.abc import Sequence

from backend.inbox import kinds
from backend.inbox.kinds import NewsKind, Shown, WaitingKind
from backend.initiatives import selectors, stuck
from backend.initiatives.models import CheckIn, Help, TeamMember

# The A-teams that somebody is in, and since when.
_MINE = """
    SELECT initiative_id, joined_at FROM initiatives_teammember
    WHERE organisation_id = %(organisation)s AND membership_id = %(member)s
"""
_JOINED = """
    SELECT t.id, t.joined_at, 0::bigint, 'initiative', t.initiative_id
    FROM mine JOIN initiatives_teammember t USING (initiative_id)
    WHERE t.joined_at > mine.joined_at
"""
_STUCK = """
    SELECT c.id, c.answered_at, 0::bigint, 'initiative', c.initiative_id
    FROM mine JOIN initiatives_checkin c USING (initiative_id)
    WHERE c.answer = 'stuck' AND c.undone_at IS NULL AND c.membership_id <> %(member)s
        AND c.answered_at >= mine.joined_at
    UNION ALL
    SELECT c.id, c.answered_at, 0::bigint, 'initiative', c.initiative_id
    FROM initiatives_checkin c
    WHERE %(manager)s AND c.organisation_id = %(organisation)s AND c.manager_asked
        AND c.answer = 'stuck' AND c.undone_at IS NULL AND c.membership_id <> %(member)s
        AND NOT EXISTS (SELECT 1 FROM mine WHERE mine.initiative_id = c.initiative_id
            AND mine.joined_at <= c.answered_at)
"""
_HELP = """
    SELECT h.id, h.offered_at, 0::bigint, 'initiative', c.initiative_id
    FROM initiatives_checkin c JOIN initiatives_help h ON h.check_in_id = c.id
    WHERE c.organisation_id = %(organisation)s AND c.membership_id = %(member)s
        AND c.undone_at IS NULL AND h.withdrawn_at IS NULL
"""


def register() -> None:
    """Who joined an A-team after them, who is stuck there, who helps them; and what waits."""
    kinds.provides("mine", _MINE)
    for kind in (
        NewsKind("joined", _JOINED, _joined, "initiatives/news_joined.html"),
        NewsKind("stuck", _STUCK, _stuck, "initiatives/news_stuck.html"),
        NewsKind("help", _HELP, _help, "initiatives/news_help.html"),
    ):
        kinds.news_of(kind)
    for waiting in (
        WaitingKind(
            "stuck", lambda member, today, n: stuck.waiting_first(membership=member, limit=n)
        ),
        WaitingKind(
            "check_ins",
            lambda member, today, n: list(
                selectors.check_ins_due(membership=member, today=today)[:n]
            ),
        ),
        WaitingKind(
            "steps",
            lambda member, today, n: list(selectors.steps_past(membership=member, today=today)[:n]),
        ),
    ):
        kinds.waiting_of(waiting)


def _joined(pks: Sequence[int]) -> Shown:
    found = TeamMember.objects.select_related("initiative", "membership__person").in_bulk(pks)
    return {pk: {"member": one} for pk, one in found.items()}


def _stuck(pks: Sequence[int]) -> Shown:
    found = CheckIn.objects.select_related("initiative", "membership__person").in_bulk(pks)
    return {pk: {"check_in": one} for pk, one in found.items()}


def _help(pks: Sequence[int]) -> Shown:
    found = Help.objects.select_related("check_in__initiative", "membership__person").in_bulk(pks)
    return {pk: {"help": one} for pk, one in found.items()}
