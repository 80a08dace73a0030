"""Not telling a success yet: on one's own page and in the mail it is left alone for a while."""

from __future__ import annotations

from datetime import timedelta

from backend.events.acts import Act
from backend.initiatives.models import Initiative
from backend.initiatives.permissions import require_for
from backend.messaging import services as messaging
from backend.successes.models import UNTOLD


def success_put_off(*, act: Act, initiative: Initiative) -> None:
    """Leave it alone for this person, for a month; others of the A-team still see it.

    Raises `Refused` for who is not of the A-team.
    """
    require_for(act.actor, "success_later", initiative)
    messaging.snooze(
        membership=act.actor,
        rule=UNTOLD,
        subject_id=initiative.pk,
        until=act.organisation.today() + timedelta(days=messaging.SNOOZE_DAYS),
    )


def success_put_off_undo(*, act: Act, initiative: Initiative) -> None:
    """Let it wait for this person again. Raises `Refused` as above."""
    require_for(act.actor, "success_later_undo", initiative)
    messaging.snooze_end(membership=act.actor, rule=UNTOLD, subject_id=initiative.pk)
