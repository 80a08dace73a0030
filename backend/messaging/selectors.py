"""What somebody wants to hear of, and in which language."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from backend.messaging.models import Preference
from backend.organisations.models import Membership


def preference_of(*, membership: Membership) -> Preference:
    """What somebody chose, or what holds for who chose nothing (then it is not saved)."""
    found = Preference.objects.filter(membership=membership).first()
    return found or Preference(organisation=membership.organisation, membership=membership)


def no_help_mail() -> QuerySet[Any]:
    """The ids of the members who want no mail of who is stuck and who helps, for a query on members."""
    return Preference.objects.filter(help_mail=False).values("membership")


def wants_help_mail(*, membership: Membership) -> bool:
    """Whether somebody wants mail of who is stuck and who helps; who chose nothing does."""
    return not Preference.objects.filter(membership=membership, help_mail=False).exists()
