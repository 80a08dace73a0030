"""Who claps for a success, and what they say to its makers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from backend.inbox import selectors as inbox
from backend.inbox.selectors import NewsItem
from backend.organisations.models import Membership
from backend.successes.models import Applause, Success

# As much as is read of what colleagues say about one success.
SAID = 30


def applause_for(*, membership: Membership, limit: int = inbox.PAGE) -> list[NewsItem]:
    """Who claps for the successes of somebody's A-teams, per success, the latest first."""
    return inbox.news(membership=membership, limit=limit, kind="applause")


def applause_of(*, membership: Membership, success: Success) -> Applause | None:
    """Somebody's own applause, with its sentence."""
    return Applause.objects.filter(success=success, membership=membership).first()


def applause_said(*, successes: Iterable[int]) -> dict[int, list[Applause]]:
    """What those who clap say to the makers, by success, the latest `SAID` first."""
    found: dict[int, list[Applause]] = defaultdict(list)
    latest = Window(
        RowNumber(), partition_by=F("success"), order_by=[F("given_at").desc(), F("id").desc()]
    )
    said = (
        Applause.objects.filter(success__in=list(successes))
        .exclude(sentence="")
        .annotate(place=latest)
        .filter(place__lte=SAID)
    )
    for one in said.select_related("membership__person").order_by("-given_at", "-id"):
        found[one.success_id].append(one)
    return found
