"""Asking kindly how it goes with an initiative that has been quiet for a while."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from backend.initiatives import selectors
from backend.initiatives.models import Initiative
from backend.initiatives.sentences import quiet_weeks
from backend.initiatives.stages import OPEN
from backend.messaging import reminder_mail, rules
from backend.messaging.messages import Section
from backend.organisations.models import Membership, Organisation

RULE = "check_in_due"


def due(
    organisation: Organisation, today: date, members: Sequence[int]
) -> Iterable[tuple[int, int]]:
    """Who of these is in the A-team of a quiet initiative, by the same rule as the page's."""
    return selectors.check_ins_due_of(organisation=organisation, members=members, today=today)


def section(membership: Membership, subject_id: int) -> Section | None:
    """The question about one initiative, or None when it was answered or closed meanwhile."""
    today = membership.organisation.today()
    found = selectors.check_ins_due(membership=membership, today=today).filter(
        pk=subject_id, stage__in=OPEN
    )
    initiative: Initiative | None = found.first()
    if initiative is None:
        return None
    zone = membership.organisation.zone
    weeks = quiet_weeks(initiative.touched_at.astimezone(zone).date(), today)
    return Section(
        heading=_("How is ‘%(title)s’ going?") % {"title": initiative.title},
        text=_("Nothing heard for %(weeks)s weeks.") % {"weeks": weeks},
        buttons=tuple(
            reminder_mail.answer_button(label, membership, action, initiative.pk)
            for label, action in (
                (_("Going well"), "check-in-going_well"),
                (_("I'm stuck"), "check-in-stuck"),
                (_("Later"), "check-in-later"),
            )
        ),
    )


def register() -> None:
    """Make the rule known."""
    rules.register(rules.Rule(RULE, due, section))
