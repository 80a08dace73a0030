"""What somebody wants to hear of, and in which language."""

from __future__ import annotations

from backend.messaging.models import Preference
from backend.organisations.models import Membership


def preference_of(*, membership: Membership) -> Preference:
    """What somebody chose, or what holds for who chose nothing (then it is not saved)."""
    found = Preference.objects.filter(membership=membership).first()
    return found or Preference(organisation=membership.organisation, membership=membership)


def wants_help_mail(*, membership: Membership) -> bool:
    """Whether somebody wants mail of who is stuck and who helps; who chose nothing does."""
    return not Preference.objects.filter(membership=membership, help_mail=False).exists()
