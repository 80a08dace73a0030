"""What became of invitations."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from backend.accounts import invitations
from backend.messaging.outcome import Outcome
from backend.organisations.models import Membership

register = template.Library()


@register.simple_tag
def invitation_outcomes(members: Iterable[Membership]) -> dict[int, Outcome]:
    """Of those who are invited: what became of the last mail. One query for the page."""
    return invitations.invitation_outcomes(members)
