"""Reminding kindly of a success that was not told yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.initiatives.models import Initiative
from backend.initiatives.stages import Stage
from backend.messaging import reminder_mail, rules, working_time
from backend.messaging.messages import Button, Section
from backend.organisations.models import Membership, Organisation
from backend.successes.models import UNTOLD

RULE = UNTOLD
AFTER_WORKING_DAYS = 5


def due(
    organisation: Organisation, today: date, members: Sequence[int]
) -> Iterable[tuple[int, int]]:
    """Who of these is in the A-team of what is done for five working days or more, and not told."""
    day, passed = today, 0
    while passed < AFTER_WORKING_DAYS:
        day -= timedelta(days=1)
        passed += working_time.working_day(organisation, day)
    return (
        Initiative.objects.filter(
            organisation=organisation,
            stage=Stage.DONE,
            closed_on__lte=day,
            team__membership__in=members,
        )
        .order_by("closed_on", "pk")
        .values_list("team__membership_id", "pk")
    )


def section(membership: Membership, subject_id: int) -> Section | None:
    """The words for one initiative, or None when it was told or taken up again meanwhile."""
    initiative = Initiative.objects.filter(
        pk=subject_id, stage=Stage.DONE, team__membership=membership
    ).first()
    if initiative is None:
        return None
    where = [membership.organisation.slug, initiative.uid]
    page = settings.PUBLIC_URL + reverse("successes:success_tell", args=where)
    later = reminder_mail.answer_button(
        _("Not this month"), membership, f"snooze-{RULE}", initiative.pk
    )
    return Section(
        heading=_("Tell the story of ‘%(title)s’") % {"title": initiative.title},
        text=_("It’s done, and nobody has heard about it yet. The story is drafted for you."),
        buttons=(Button(_("Tell the story"), page), later),
    )


def register() -> None:
    """Make the rule known."""
    rules.register(rules.Rule(RULE, due, section))
