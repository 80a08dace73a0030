"""What somebody has read."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from backend.events.acts import Act
from backend.inbox.models import Seen
from backend.organisations.models import Membership


def seen(*, membership: Membership, page: str, subject_id: int) -> None:
    """Somebody opened this page: until now they know all of it. One statement, for two tabs at once."""
    Seen.objects.bulk_create(
        [
            Seen(
                organisation_id=membership.organisation_id,
                membership=membership,
                page=page,
                subject_id=subject_id,
                seen_at=timezone.now(),
            )
        ],
        update_conflicts=True,
        unique_fields=["membership", "page", "subject_id"],
        update_fields=["seen_at"],
    )


@transaction.atomic
def news_read(*, act: Act) -> Membership:
    """Everything up to now was read. A cursor of one's own: no event tells of it."""
    reader: Membership = act.actor
    reader.news_read_at = act.at
    reader.save(update_fields=["news_read_at"])
    return reader
