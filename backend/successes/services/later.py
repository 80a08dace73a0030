"""Not telling a success yet: on one's own page and in the mail it is left alone for a while."""

from __future__ import annotations

from datetime import timedelta

from backend.initiatives.models import Initiative
from backend.messaging import services as messaging
from backend.organisations.models import Membership
from backend.successes.models import UNTOLD


def success_put_off(*, actor: Membership, initiative: Initiative) -> None:
    """Leave it alone for this person, for a month; others of the A-team still see it."""
    messaging.snooze(
        membership=actor,
        rule=UNTOLD,
        subject_id=initiative.pk,
        until=actor.organisation.today() + timedelta(days=messaging.SNOOZE_DAYS),
    )


def success_put_off_undo(*, actor: Membership, initiative: Initiative) -> None:
    """Let it wait for this person again."""
    messaging.snooze_end(membership=actor, rule=UNTOLD, subject_id=initiative.pk)
