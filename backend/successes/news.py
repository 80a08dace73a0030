"""What of successes is new to somebody, and which of theirs wait to be told."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from backend.inbox import kinds
from backend.inbox.kinds import NewsKind, Nothing, Shown, WaitingKind
from backend.successes import selectors
from backend.successes.models import Success

# What was announced to somebody: to all or to their unit; not what their own A-team told.
_TOLD = """
    SELECT a.success_id, min(a.sends_at), 0::bigint, 'success', a.success_id
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
"""
# Who claps for a success of theirs.
_APPLAUSE = """
    SELECT p.success_id, max(p.given_at), count(*), 'success', p.success_id
    FROM mine JOIN successes_success s USING (initiative_id)
        JOIN successes_applause p ON p.success_id = s.id
    WHERE s.told_at IS NOT NULL AND p.membership_id <> %(member)s
    GROUP BY p.success_id
"""


def register() -> None:
    """The two kinds of news, what waits to be told, and where to look while there is nothing."""
    kinds.news_of(NewsKind("success", _TOLD, _told, "successes/news_success.html"))
    kinds.news_of(NewsKind("applause", _APPLAUSE, _clapped, "successes/news_applause.html"))
    kinds.waiting_of(
        WaitingKind(
            "untold",
            lambda member, today, n: list(selectors.waiting_to_be_told(membership=member)[:n]),
        )
    )
    kinds.says_of_nothing(
        Nothing(
            _(
                "When a colleague tells a success, claps for yours or joins your A-team, you read it"
                " here."
            ),
            "successes:success_list",
            _("All stories"),
        )
    )


def _told(pks: Sequence[int]) -> Shown:
    found = Success.objects.select_related("initiative__unit", "words").in_bulk(pks)
    return {pk: {"success": one} for pk, one in found.items()}


def _clapped(pks: Sequence[int]) -> Shown:
    """With what some of those who clap say to the makers, the latest first."""
    said = selectors.applause_said(successes=pks)
    found = Success.objects.select_related("initiative__unit", "words").in_bulk(pks)
    return {pk: {"success": one, "said": said.get(pk, ())} for pk, one in found.items()}
