"""How far somebody has read their news."""

from __future__ import annotations

from django.db import transaction

from backend.events.acts import Act
from backend.organisations.models import Membership


@transaction.atomic
def news_read(*, act: Act) -> Membership:
    """Everything up to now was read. A cursor of one's own: no event tells of it."""
    reader: Membership = act.actor
    reader.news_read_at = act.at
    reader.save(update_fields=["news_read_at"])
    return reader
