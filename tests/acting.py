"""An act of somebody, for services: `by(samira)`, and what is brought in: `by(samira, silent=True, at=…)`."""

from __future__ import annotations

from datetime import datetime

from backend.events.acts import Act, Source
from backend.organisations.models import Membership, Organisation


def by(
    actor: Membership | Act,
    *,
    source: Source = Source.PAGE,
    at: datetime | None = None,
    silent: bool = False,
) -> Act:
    """What somebody does, on a page and now unless told otherwise; an act stays what it is."""
    if isinstance(actor, Act):
        return actor
    return Act.by(actor, source=source, at=at, silent=silent)


def of(organisation: Organisation) -> Act:
    """What nobody in particular does, as at the start of an installation."""
    return Act(organisation=organisation, source=Source.COMMAND)
