"""Who is stuck is told to the A-team at once, and who helps to who is stuck: the two messages."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scope

from backend.events.reading import Happened
from backend.initiatives import stuck
from backend.initiatives.events import CheckInAnswered, HelpOffered
from backend.initiatives.models import Answer, CheckIn, Help
from backend.messaging import messages, services, tokens
from backend.messaging.messages import Button, Content, Message
from backend.messaging.selectors import no_help_mail, wants_help_mail
from backend.organisations.models import Membership, MembershipState
from backend.outbox.models import Delivery

STUCK = "stuck"
HELP = "help"
# What a link of a mail does: see the page behind it.
OFFER = "help-offer"


def answered(happened: Happened[CheckInAnswered]) -> None:
    """Subscriber: owe everybody who hears of it a message that somebody is stuck.

    Not in an example organisation to people who never signed in, as with reminders.
    """
    if happened.what.answer != Answer.STUCK:
        return
    given = (
        CheckIn.objects.select_related("organisation")
        .filter(pk=happened.subject_id, undone_at=None)
        .first()
    )
    if given is None:
        return
    hearers = stuck.hearers(check_in=given)
    if given.organisation.is_example:
        hearers = hearers.filter(person__last_login__isnull=False)
    for hearer in hearers.exclude(pk__in=no_help_mail()):
        services.delivery_request(
            message=STUCK,
            membership=hearer,
            subject_id=given.pk,
            dedupe_key=f"{STUCK}:{given.pk}:{hearer.pk}",
        )


def offered(happened: Happened[HelpOffered]) -> None:
    """Subscriber: owe who is stuck the message that a colleague helps; each helper once."""
    given = CheckIn.objects.select_related("membership").filter(pk=happened.subject_id).first()
    if given is None or not wants_help_mail(membership=given.membership):
        return
    found = Help.objects.filter(
        check_in=given, membership=happened.actor_id, withdrawn_at=None
    ).first()
    if found is not None:
        services.delivery_request(
            message=HELP,
            membership=given.membership,
            subject_id=found.pk,
            dedupe_key=f"{HELP}:{found.pk}",
        )


def _given(delivery: Delivery) -> CheckIn | None:
    """The answer that this recipient still may hear of; None once it was taken back or solved."""
    found: CheckIn | None = (
        stuck.standing()
        .filter(stuck.hearing(delivery.membership), pk=delivery.subject_id or 0)
        .first()
    )
    return found


def _offer(delivery: Delivery) -> Help | None:
    return (
        Help.objects.filter(
            pk=delivery.subject_id or 0, withdrawn_at=None, check_in__undone_at=None,
            check_in__membership=delivery.membership,
        )
        .select_related("membership__person", "check_in__initiative")
        .first()
    )  # fmt: skip


def _wanted(delivery: Delivery) -> bool:
    member = Membership.objects.filter(
        pk=delivery.membership_id or 0, state=MembershipState.ACTIVE
    ).first()
    return member is not None and wants_help_mail(membership=member)


def _stuck_due(delivery: Delivery) -> bool:
    with scope(organisation=delivery.organisation):
        return _wanted(delivery) and _given(delivery) is not None


def _help_due(delivery: Delivery) -> bool:
    with scope(organisation=delivery.organisation):
        return _wanted(delivery) and _offer(delivery) is not None


def _page(delivery: Delivery, given: CheckIn) -> str:
    where = [delivery.organisation.slug, given.initiative.uid]
    return settings.PUBLIC_URL + reverse("initiatives:initiative_detail", args=where)


def _stuck(delivery: Delivery, language: str) -> Content:
    with scope(organisation=delivery.organisation):
        given = _given(delivery) or CheckIn.objects.select_related(
            "initiative", "membership__person"
        ).get(pk=delivery.subject_id or 0)
        who = {
            "name": given.membership.person.first_name or given.membership.person.shown_name,
            "title": given.initiative.title,
        }
        offer = tokens.url(
            membership_id=delivery.membership_id or 0, action=OFFER, subject_id=given.pk
        )
        return Content(
            subject=_("%(name)s is stuck: ‘%(title)s’") % who,
            heading=_("%(name)s is stuck with ‘%(title)s’") % who,
            paragraphs=(
                given.sentence,
                _("Can you help? The button opens a page; press “I’ll help” there, and %(name)s will know.")
                % who,
            ),
            buttons=(
                Button(_("I’ll help"), offer),
                Button(_("See the initiative"), _page(delivery, given)),
            ),
            why=_why(delivery, given),
            sender=str(delivery.organisation.name),
        )  # fmt: skip


def _why(delivery: Delivery, given: CheckIn) -> str:
    if given.initiative.team.filter(membership=delivery.membership_id).exists():  # type: ignore[attr-defined]
        return _("You get this because you are in the A-team.")
    return _("You get this because your colleague asked you, as programme manager.")


def _help(delivery: Delivery, language: str) -> Content:
    with scope(organisation=delivery.organisation):
        found = Help.objects.select_related("membership__person", "check_in__initiative").get(
            pk=delivery.subject_id or 0
        )
        name = found.membership.person.shown_name
        return Content(
            subject=_("%(name)s is helping you") % {"name": name},
            heading=_("%(name)s is helping you") % {"name": name},
            paragraphs=(
                _("You were stuck with ‘%(title)s’. %(name)s read it and wants to help.")
                % {"title": found.check_in.initiative.title, "name": name},
            ),
            buttons=(Button(_("See the initiative"), _page(delivery, found.check_in)),),
            why=_("You get this because you said that you are stuck."),
            sender=str(delivery.organisation.name),
        )


def register() -> None:
    """Make both kinds known."""
    links = messages.unsubscribe_link
    stuck, helps = gettext_lazy("Who is stuck"), gettext_lazy("Who helps")
    messages.register(
        Message(STUCK, _stuck, name=stuck, chosen=True, links=links, still_due=_stuck_due)
    )
    messages.register(
        Message(HELP, _help, name=helps, chosen=True, links=links, still_due=_help_due)
    )
