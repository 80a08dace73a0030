"""Reading customers' words, as far as their consent goes."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from backend.listening.models import Consent, Words
from backend.organisations.models import Membership
from backend.organisations.roles import Role


def words_visible(*, membership: Membership) -> QuerySet[Words]:
    """The words that this membership may read, latest first.

    Words for the A-team only are for the A-team of an initiative they are linked to, for whoever
    noted them, and for programme managers; words that were taken back are for nobody.
    """
    found = (
        Words.objects.filter(organisation=membership.organisation_id, withdrawn_at=None)
        .select_related("unit")
        .order_by("-heard_on", "-id")
    )
    if membership.has_role(Role.PROGRAMME_MANAGER):
        return found
    return found.filter(
        ~Q(consent=Consent.A_TEAM)
        | Q(noted_by=membership)
        | Q(pk__in=_words_of_the_teams_of(membership))
    )


def in_their_team(*, membership: Membership, words: Words) -> bool:
    """Whether somebody is in the A-team of an initiative that works with these words."""
    return _words_of_the_teams_of(membership).filter(pk=words.pk).exists()


def _words_of_the_teams_of(membership: Membership) -> QuerySet[Any]:
    # Initiatives are a room above: known here by the name of the relation only.
    return Words.objects.filter(initiative_links__initiative__team__membership=membership).values(
        "pk"
    )
