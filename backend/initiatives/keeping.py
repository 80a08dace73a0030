"""Which customers' words an A-team keeps, and so decides about."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet

from backend.listening import uses
from backend.listening.models import Words
from backend.organisations.models import Membership


def register() -> None:
    """Tell the room of customers' words who keeps them."""
    uses.kept_by("a_team", words_of_the_teams_of)


def words_of_the_teams_of(membership: Membership) -> QuerySet[Any]:
    """What their A-teams keep; who joined by themselves, from then on only."""
    place = "initiative_links__initiative__team"
    return Words.objects.filter(
        Q(**{f"{place}__added_by__isnull": False}) | Q(noted_at__gte=F(f"{place}__joined_at")),
        initiative_links__keeps=True,
        **{f"{place}__membership": membership},
    ).values("pk")
