"""The mail that reminds: what waits for somebody, read anew when it leaves."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scope

from backend.messaging import messages, rules, tokens, working_time
from backend.messaging.messages import Button, Content, Message, Section
from backend.messaging.models import Preference, Reminder, Snooze
from backend.messaging.reminders import APART, MESSAGE
from backend.organisations.models import Membership, MembershipState
from backend.outbox.models import Delivery


def _sections(delivery: Delivery) -> list[Section]:
    membership = delivery.membership
    with scope(organisation=delivery.organisation):
        if not Membership.objects.filter(pk=membership.pk, state=MembershipState.ACTIVE).exists():
            return []
        today = membership.organisation.today()
        if Preference.objects.filter(membership=membership, reminders=False).exists():
            return []
        snoozed = set(
            Snooze.objects.filter(membership=membership, until__gt=today).values_list(
                "rule", "subject_id"
            )
        )
        found = [
            rule.section(membership, reminder.subject_id)
            for reminder in Reminder.objects.filter(delivery=delivery).order_by("pk")
            if (rule := rules.find(reminder.rule))
            and (reminder.rule, reminder.subject_id) not in snoozed
        ]
    return [section for section in found if section is not None]


def _still_due(delivery: Delivery) -> bool:
    return bool(_sections(delivery))


def _not_before(delivery: Delivery) -> datetime | None:
    return working_time.next_moment(delivery.membership.organisation, timezone.now())


def _build(delivery: Delivery, language: str) -> Content:
    sections = tuple(_sections(delivery))
    one = len(sections) == 1
    name = delivery.membership.person.first_name
    return Content(
        subject=sections[0].heading if one else _("A few things are waiting for you"),
        heading=_("Hello %(name)s,") % {"name": name} if name else _("Hello,"),
        paragraphs=(
            _("One small thing. Choose your answer here, and confirm it on the page that opens.")
            if one
            else _(
                "A few small things. Choose each answer here, and confirm it on the page that opens."
            ),
        ),
        sections=sections,
        why=_("You get this because you carry an initiative at %(organisation)s.")
        % {"organisation": delivery.organisation.name},
        sender=delivery.organisation.name,
    )


def answer_button(label: str, membership: Membership, action: str, subject_id: int) -> Button:
    """A button of a reminder: a signed page with one button of its own."""
    return Button(
        label, tokens.url(membership_id=membership.pk, action=action, subject_id=subject_id)
    )


messages.register(
    Message(
        kind=MESSAGE,
        build=_build,
        name=gettext_lazy("Reminders"),
        chosen=True,
        links=messages.unsubscribe_link,
        still_due=_still_due,
        not_before=_not_before,
        repeatable=True,
        # Put off over a long weekend it is still of use; what it says is read anew.
        time_to_live=APART,
    )
)
