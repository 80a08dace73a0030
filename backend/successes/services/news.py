"""How far somebody has read their news."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from backend.organisations.models import Membership


@transaction.atomic
def news_read(*, actor: Membership) -> Membership:
    """Everything up to now was read. A cursor of one's own: no event tells of it."""
    actor.news_read_at = timezone.now()
    actor.save(update_fields=["news_read_at"])
    return actor
