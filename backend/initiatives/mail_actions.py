"""What the links of this room's mails do: answer how it goes, help, be left alone for a month."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.initiatives import asking, stuck
from backend.initiatives import services as initiatives
from backend.initiatives.models import Answer, CheckIn, Initiative
from backend.initiatives.services.check_ins import SENTENCE_LIMIT
from backend.messaging import actions, stopping
from backend.messaging import services as messaging
from backend.messaging.actions import Asked, Page
from backend.messaging.stopping import Stop
from backend.messaging.tokens import Link

SAME_PRESS = timedelta(minutes=10)


def register() -> None:
    """The three actions, and how mail about who is stuck is stopped."""
    actions.register("check-in-", _check_in)
    actions.register("snooze-", _snooze)
    actions.register(asking.OFFER, _help)
    stop = Stop(
        "help_mail", True, False,
        gettext_lazy("No more e-mail when somebody is stuck, or helps you?"),
        gettext_lazy(
            "You get no e-mail when somebody is stuck, or helps you. Would you like it again?"
        ),
    )  # fmt: skip
    stopping.register(asking.STUCK, stop)
    stopping.register(asking.HELP, stop)


def _check_in(link: Link, answer: str) -> Page | None:
    initiative = Initiative.objects.filter(
        pk=link.subject_id, team__membership=link.membership
    ).first()
    if initiative is None or answer not in Answer.values or not initiative.is_open:
        return None

    def act(sentence: str) -> None:
        if not _answered_just_now(link, answer):
            initiatives.check_in(
                act=link.act, initiative=initiative, answer=answer, sentence=sentence
            )

    is_stuck = answer == Answer.STUCK
    return Page(
        question=_("How is ‘%(title)s’ going?") % {"title": initiative.title},
        button=str(Answer(answer).label),
        done=_who_hears(link, initiative) if is_stuck else _("Thank you. That is all."),
        act=act,
        asked=_where_stuck(link, initiative) if is_stuck else None,
    )


def _where_stuck(link: Link, initiative: Initiative) -> Asked:
    return Asked(
        _("Where is it stuck? One sentence is enough."),
        _("You are the only one in this A-team, so nobody else reads it.")
        if _is_alone(link, initiative)
        else _("Your A-team will know at once, and nobody else."),
        limit=SENTENCE_LIMIT,
        required=True,
    )


def _who_hears(link: Link, initiative: Initiative) -> str:
    if _is_alone(link, initiative):
        return _("Noted. You are alone in this A-team: add a colleague, and two of you know.")
    return _("Noted. Your A-team is being told.")


def _is_alone(link: Link, initiative: Initiative) -> bool:
    stuck.mark(initiative, link.membership)
    return bool(initiative.is_alone)  # type: ignore[attr-defined]


def _answered_just_now(link: Link, answer: str) -> bool:
    """A second press of the same button is the same answer."""
    return CheckIn.objects.filter(
        initiative=link.subject_id, membership=link.membership, answer=answer, undone_at=None,
        answered_at__gt=timezone.now() - SAME_PRESS,
    ).exists()  # fmt: skip


def _help(link: Link, _rest: str) -> Page | None:
    given = stuck.standing().filter(stuck.hearing(link.membership), pk=link.subject_id).first()
    if given is None:
        return None
    name = given.membership.person.first_name or given.membership.person.shown_name
    others = [
        one.membership.person.shown_name
        for one in given.helpers  # type: ignore[attr-defined]
        if one.membership_id != link.membership.pk
    ]
    text = given.sentence
    if others:
        text = "\n".join(
            [text, *(_("%(name)s is already helping.") % {"name": other} for other in others)]
        )
    helps = any(
        one.membership_id == link.membership.pk
        for one in given.helpers  # type: ignore[attr-defined]
    )
    return Page(
        already=_("You’re helping.") if helps else "",
        about=reverse(
            "initiatives:initiative_detail",
            args=[link.membership.organisation.slug, given.initiative.uid],
        ),
        question=_("%(name)s is stuck with ‘%(title)s’")
        % {"name": name, "title": given.initiative.title},
        text=text,
        button=_("I’ll help"),
        done=_("%(name)s is being told that you’re helping.") % {"name": name},
        act=lambda _sentence: initiatives.help_offer(act=link.act, check_in=given),
        undo=lambda: initiatives.help_withdraw(act=link.act, check_in=given),
    )


def _snooze(link: Link, rule: str) -> Page | None:
    initiative = Initiative.objects.filter(
        pk=link.subject_id, team__membership=link.membership
    ).first()
    if initiative is None:
        return None
    until = link.membership.organisation.today() + timedelta(days=messaging.SNOOZE_DAYS)

    def act(_sentence: str) -> None:
        messaging.snooze(
            membership=link.membership, rule=rule, subject_id=link.subject_id, until=until
        )

    return Page(
        question=_("No reminder about ‘%(title)s’ this month?") % {"title": initiative.title},
        button=_("Not this month"),
        done=_("Good. We will leave it for a month."),
        act=act,
    )
