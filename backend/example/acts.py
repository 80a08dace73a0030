"""What is brought in: done by somebody at a moment of the past, and told to nobody."""

from __future__ import annotations

from datetime import datetime

from backend.events.acts import Act, Source
from backend.organisations.models import Membership


def brought_in(actor: Membership, at: datetime) -> Act:
    """Their act of then."""
    return Act.by(actor, source=Source.EXAMPLE, at=at, silent=True)
