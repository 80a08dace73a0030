"""Reading customers' words, as far as their consent goes."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from backend.listening import uses
from backend.listening.models import Consent, Words
from backend.organisations.models import Membership
from backend.organisations.roles import Role


def words_visible(*, membership: Membership) -> QuerySet[Words]:
    """The words that this membership may read, latest first.

    Words for the A-team only are for an A-team that keeps them, for whoever noted them, and for
    programme managers; words that were taken back are for nobody.
    """
    found = (
        Words.objects.filter(organisation=membership.organisation_id, withdrawn_at=None)
        .select_related("unit")
        .order_by("-heard_on", "-id")
    )
    if membership.has_role(Role.PROGRAMME_MANAGER):
        return found
    return found.filter(
        ~Q(consent=Consent.A_TEAM) | Q(noted_by=membership) | Q(pk__in=uses.kept(membership))
    )


def in_their_team(*, membership: Membership, words: Words) -> bool:
    """Whether somebody is in an A-team that keeps these words."""
    return uses.kept(membership).filter(pk=words.pk).exists()


def decides(*, membership: Membership, words: Words) -> bool:
    """Whether somebody may say how far these words go: who noted them, or is in their A-team."""
    return (
        words.noted_by_id == membership.pk
        or membership.has_role(Role.PROGRAMME_MANAGER)
        or in_their_team(membership=membership, words=words)
    )


def decided_by(*, membership: Membership, among: Iterable[Words]) -> set[int]:
    """The ids of those words that somebody may say how far they go. One query."""
    found = list(among)
    if membership.has_role(Role.PROGRAMME_MANAGER):
        return {words.pk for words in found}
    own = Q(noted_by=membership) | Q(pk__in=uses.kept(membership))
    ids = Words.objects.filter(own, pk__in=[words.pk for words in found]).values_list("pk")
    return {pk for (pk,) in ids}
