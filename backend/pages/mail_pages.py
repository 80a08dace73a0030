"""What each link of an e-mail leads to: what its page asks, and what its one button does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.events.acts import Act, Source
from backend.initiatives import asking, stuck
from backend.initiatives import services as initiatives
from backend.initiatives.models import Answer, CheckIn, Initiative
from backend.initiatives.selectors import in_team
from backend.initiatives.services.check_ins import SENTENCE_LIMIT
from backend.messaging import services as messaging
from backend.messaging import tokens
from backend.messaging.models import SuccessMail
from backend.messaging.selectors import preference_of
from backend.messaging.tokens import Link
from backend.successes import services as successes
from backend.successes.announcing import APPLAUD
from backend.successes.models import APPLAUSE_LIMIT, Success

SAME_PRESS = timedelta(minutes=10)


@dataclass(frozen=True)
class Asked:
    """A sentence that may be typed with it, or must be."""

    label: str
    help: str = ""
    limit: int = SENTENCE_LIMIT
    required: bool = False


@dataclass(frozen=True)
class Page:
    """What the page says before and after, and what its button does."""

    question: str
    button: str
    done: str
    act: Callable[[str], Any]
    text: str = ""
    asked: Asked | None = None
    undo: Callable[[], Any] | None = None
    # Of stopping mail, and of its undo: what the button sends along.
    again: bool = False
    can_undo: bool = False
    # What it says where that was done before; and where to read more.
    already: str = ""
    about: str = ""

    @property
    def has_undo(self) -> bool:
        """For the template, which would call `undo` if it named it."""
        return self.undo is not None


def page_of(link: Link, *, again: bool | None) -> Page | None:
    """The page of a link; None for one whose matter is over. `again` as in `mail_actions`."""
    if link.action.startswith("check-in-"):
        return _check_in(link, link.action.removeprefix("check-in-"))
    if link.action.startswith("snooze-"):
        return _snooze(link, link.action.removeprefix("snooze-"))
    if link.action == asking.OFFER:
        return _help(link)
    if link.action == APPLAUD:
        return _applaud(link)
    if link.action.startswith(tokens.STOP):
        stopped = _is_stopped(link) if again is None else again
        return _again(link) if stopped else _stop(link)
    return None


def stop(link: Link) -> None:
    """What the mail program's own button does."""
    _choose(link, wanted=False)


def _act(link: Link) -> Act:
    return Act.by(link.membership, source=Source.MESSAGE)


def _check_in(link: Link, answer: str) -> Page | None:
    initiative = Initiative.objects.filter(
        pk=link.subject_id, team__membership=link.membership
    ).first()
    if initiative is None or answer not in Answer.values or not initiative.is_open:
        return None

    def act(sentence: str) -> None:
        if not _answered_just_now(link, answer):
            initiatives.check_in(
                act=_act(link), initiative=initiative, answer=answer, sentence=sentence
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


def _help(link: Link) -> Page | None:
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
        act=lambda _sentence: initiatives.help_offer(act=_act(link), check_in=given),
        undo=lambda: initiatives.help_withdraw(act=_act(link), check_in=given),
    )


def _applaud(link: Link) -> Page | None:
    success = Success.objects.filter(pk=link.subject_id, told_at__isnull=False).first()
    if success is None:
        return None
    count = success.applause_count
    claps = success.applause.filter(membership=link.membership).exists()  # type: ignore[attr-defined]
    if in_team(membership=link.membership, initiative=success.initiative):
        return None
    return Page(
        question=success.title,
        already=_("You’re clapping too. The makers can see it.") if claps else "",
        about=reverse(
            "successes:success_detail", args=[link.membership.organisation.slug, success.uid]
        ),
        text=ngettext("%(n)s colleague is clapping too", "%(n)s colleagues are clapping too", count)
        % {"n": count}
        if count
        else "",
        button=_("I’m clapping too"),
        done=_("You’re clapping too. The makers can see it."),
        act=lambda sentence: successes.applaud(act=_act(link), success=success, sentence=sentence),
        asked=Asked(
            _("A few words for the makers?"),
            _("You may leave this empty. Only they will see it."),
            limit=APPLAUSE_LIMIT,
        ),
        undo=lambda: successes.applause_withdraw(act=_act(link), success=success),
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


@dataclass(frozen=True)
class _Mail:
    """A kind of mail that can be stopped: the preference behind it, and what its pages ask."""

    field: str
    on: Any
    off: Any
    question: str
    stopped: str


def _mail(link: Link) -> _Mail:
    kind = link.action.removeprefix(tokens.STOP)
    if kind == "reminders":
        return _Mail(
            "reminders", True, False,
            _("No more reminders by e-mail?"),
            _("You get no reminders by e-mail. Would you like them again?"),
        )  # fmt: skip
    if kind in {asking.STUCK, asking.HELP}:
        return _Mail(
            "help_mail", True, False,
            _("No more e-mail when somebody is stuck, or helps you?"),
            _("You get no e-mail when somebody is stuck, or helps you. Would you like it again?"),
        )  # fmt: skip
    return _Mail(
        "success_mail", SuccessMail.AT_ONCE, SuccessMail.NONE,
        _("No more successes by e-mail?"),
        _("You get no successes by e-mail. Would you like them again?"),
    )  # fmt: skip


def _is_stopped(link: Link) -> bool:
    mail = _mail(link)
    return bool(getattr(preference_of(membership=link.membership), mail.field) == mail.off)


def _choose(link: Link, *, wanted: bool) -> None:
    mail = _mail(link)
    chosen: dict[str, Any] = {mail.field: mail.on if wanted else mail.off}
    messaging.preference_change(act=_act(link), **chosen)


def _stop(link: Link) -> Page:
    return Page(
        question=_mail(link).question,
        button=_("Stop this mail"),
        done=_("Done. You can always choose again in your preferences; nothing is lost."),
        act=lambda _sentence: _choose(link, wanted=False),
        can_undo=True,
    )


def _again(link: Link) -> Page:
    """Who stopped it and comes back may want it after all."""
    return Page(
        question=_mail(link).stopped,
        button=_("Send it again"),
        done=_("Good. You will get the next one again."),
        act=lambda _sentence: _choose(link, wanted=True),
        again=True,
    )
