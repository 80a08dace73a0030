"""The first visit: who invited somebody and why, a story, and three small steps as they could be.

It stands above what is always there and goes by itself: with the first step, or after four weeks.
Nothing of it has to be clicked away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from backend.organisations.models import Membership
from backend.organisations.tree import upwards
from backend.pages import kinds_of_work
from backend.pages.kinds_of_work import Example
from backend.successes import presenting, selectors
from backend.successes.presenting import Story

# Who reads along and never logs a step is new for so long.
NEW = timedelta(weeks=4)


@dataclass(frozen=True)
class Welcome:
    """What somebody sees who is here for the first time; no story where none was told yet."""

    invited_by: Membership | None
    why: str
    examples: Sequence[Example]
    story: Story | None


def welcome(*, membership: Membership, has_steps: bool) -> Welcome | None:
    """For who was invited a short while ago and logged nothing yet; None for everybody else.

    No query for who is not new. The story is their own department's, else anybody's.
    """
    was_invited = membership.invited_at is not None
    if has_steps or not was_invited or membership.joined_at < timezone.now() - NEW:
        return None
    return Welcome(
        invited_by=membership.invited_by,
        why=membership.invited_why,
        examples=kinds_of_work.examples(one.name for one in upwards(membership.unit)),
        story=_story(membership),
    )


def _story(membership: Membership) -> Story | None:
    organisation = membership.organisation
    units = selectors.units_of_department(membership=membership) if membership.unit_id else []
    near = list(selectors.successes_told(organisation=organisation, unit_ids=units)[:1])
    found = near or list(selectors.success_latest(organisation=organisation, limit=1))
    return presenting.stories(found)[0] if found else None
