"""What is new for somebody: read from what happened, up to where they read last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from backend.initiatives.models import TeamMember
from backend.organisations.models import Membership
from backend.successes.models import (
    Announcement,
    AnnouncementUnit,
    Applause,
    Audience,
    Success,
)

PAGE = 30


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
    since = membership.news_read_at
    counts = (
        Membership.objects.filter(pk=membership.pk)
        .order_by()
        .annotate(
            announced=_count(_announced(membership).filter(sends_at__gt=since), "success_id"),
            clapped=_count(_clapped(membership).filter(given_at__gt=since), "success_id"),
            came=_count(_joined(membership).filter(joined_at__gt=since), "id"),
        )
        .values_list(F("announced") + F("clapped") + F("came"), flat=True)
        .first()
    )
    return int(counts or 0)


def _count(found: QuerySet[Any], field: str) -> Any:
    """How many different values, as a part of one larger query."""
    counted = (
        found.order_by()
        .values("organisation_id")
        .annotate(different=Count(field, distinct=True))
        .values("different")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _announced(membership: Membership) -> QuerySet[Announcement]:
    """What was announced to somebody: to all, or to their unit; not what their A-team told."""
    here = AnnouncementUnit.objects.filter(announcement=OuterRef("pk"), unit=membership.unit_id)
    own = TeamMember.objects.filter(
        initiative=OuterRef("success__initiative_id"), membership=membership
    )
    return Announcement.objects.filter(
        Q(audience=Audience.ORGANISATION) | Exists(here),
        ~Exists(own),
        organisation=membership.organisation_id,
        called_back_at=None,
        sends_at__lte=timezone.now(),
        success__told_at__isnull=False,
    )


def _clapped(membership: Membership) -> QuerySet[Applause]:
    return Applause.objects.filter(
        success__initiative__team__membership=membership,
        success__told_at__isnull=False,
        organisation=membership.organisation_id,
    ).exclude(membership=membership)


def _joined(membership: Membership) -> QuerySet[TeamMember]:
    """Who came into an A-team after somebody was in it themselves."""
    # By way of one's own places: those have an index, all later places of everybody have none.
    return TeamMember.objects.filter(
        initiative__team__membership=membership,
        initiative__team__joined_at__lt=F("joined_at"),
        organisation=membership.organisation_id,
    ).exclude(membership=membership)


def news(*, membership: Membership, limit: int = PAGE) -> list[NewsItem]:
    """The latest news of each kind, newest first, at most `limit` in all; four queries."""
    read = membership.news_read_at
    items = [*_stories(membership, limit), *applause_for(membership=membership, since=read)]
    items += [
        NewsItem("joined", place.joined_at, place.joined_at > read, member=place)
        for place in _joined(membership)
        .select_related("initiative", "membership__person")
        .order_by("-joined_at", "-id")[:limit]
    ]
    return sorted(items, key=lambda item: item.at, reverse=True)[:limit]


def _stories(membership: Membership, limit: int) -> list[NewsItem]:
    """Each announced success once, at the moment of its first announcement to this person."""
    found: dict[int, NewsItem] = {}
    announced = (
        _announced(membership)
        .select_related("success__initiative__unit", "success__words")
        .order_by("-sends_at", "-id")[: limit * 2]
    )
    for one in announced:
        new = one.sends_at > membership.news_read_at
        found[one.success_id] = NewsItem("success", one.sends_at, new, success=one.success)
    return list(found.values())


def applause_for(
    *, membership: Membership, since: datetime | None = None, limit: int = PAGE
) -> list[NewsItem]:
    """Who clapped for the successes of somebody's A-teams, per success, the latest first.

    `count` is how many did since `since`; all of them where none did, or without `since`.
    """
    newer = Q(applause__given_at__gt=since) if since else Q(applause__isnull=False)
    others = ~Q(applause__membership=membership)
    found = (
        Success.objects.filter(
            organisation=membership.organisation_id,
            told_at__isnull=False,
            initiative__team__membership=membership,
            applause__isnull=False,
        )
        .annotate(
            latest=Max("applause__given_at", filter=others),
            fresh=Count("applause", filter=newer & others, distinct=True),
            ever=Count("applause", filter=others, distinct=True),
        )
        .filter(ever__gt=0)
        .select_related("initiative")
        .order_by("-latest", "-id")[:limit]
    )
    return [
        NewsItem(
            "applause",
            success.latest,
            bool(since and success.latest > since),
            success=success,
            count=success.fresh or success.ever,
        )
        for success in found
    ]


def has_applauded(*, membership: Membership, success: Success) -> bool:
    """Whether somebody claps for this success."""
    return Applause.objects.filter(success=success, membership=membership).exists()
