"""Pages behind the links of e-mails: one button each. Opening one changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods
from django_scopes import scope

from backend.initiatives import services as initiatives
from backend.initiatives.models import Answer, CheckIn, Initiative
from backend.notifications import services as notifications
from backend.notifications import tokens
from backend.notifications.models import SuccessMail
from backend.notifications.selectors import preference_of
from backend.notifications.tokens import Link
from backend.organisations.permissions import public

SAME_PRESS = timedelta(minutes=10)


@dataclass(frozen=True)
class Page:
    """What the page says before and after, and what its button does."""

    question: str
    button: str
    done: str
    act: Callable[[str], Any]
    asks_sentence: bool = False
    # Of stopping mail, and of its undo: what the button sends along.
    again: bool = False
    can_undo: bool = False


@csrf_exempt  # only so that a mail program may unsubscribe; the page's own form is protected below
@public
@never_cache
@require_http_methods(["GET", "POST"])
def mail_action(request: HttpRequest, token: str) -> HttpResponse:
    """Show the button, or do what it says; a link that no longer works says so kindly."""
    link = tokens.opened(token)
    if link and link.action.startswith(tokens.STOP) and _one_click(request):
        with scope(organisation=link.membership.organisation):
            _stop(link).act("")
        return HttpResponse("OK", content_type="text/plain")
    return _page_for_people(request, link)


def _one_click(request: HttpRequest) -> bool:
    """RFC 8058: a mail program posts this, without cookies; the signed link is the proof."""
    return request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click"


@csrf_protect
def _page_for_people(request: HttpRequest, link: Link | None) -> HttpResponse:
    if link is None:
        return render(request, "pages/mail_action_gone.html", status=410)
    person, organisation = link.membership.person, link.membership.organisation
    with (
        translation.override(person.language or organisation.language),
        scope(organisation=organisation),
    ):
        request.LANGUAGE_CODE = translation.get_language() or "nl"
        page = _page(link, request)
        if page is None:
            return render(request, "pages/mail_action_gone.html", status=410)
        return _answer(request, link, page)


def _answer(request: HttpRequest, link: Link, page: Page) -> HttpResponse:
    context = {"page": page, "link": link, "slug": link.membership.organisation.slug}
    if request.method == "GET":
        return render(request, "pages/mail_action.html", context)
    sentence = request.POST.get("sentence", "").strip()
    try:
        page.act(sentence)
    except ValidationError as error:
        context |= {"errors": error.messages, "sentence": sentence}
        return render(request, "pages/mail_action.html", context, status=422)
    return render(request, "pages/mail_action.html", {**context, "done": True})


def _page(link: Link, request: HttpRequest) -> Page | None:
    if link.action.startswith("check-in-"):
        return _check_in(link, link.action.removeprefix("check-in-"))
    if link.action.startswith("snooze-"):
        return _snooze(link, link.action.removeprefix("snooze-"))
    if link.action.startswith(tokens.STOP):
        stopped = _is_stopped(link) if request.method == "GET" else "again" in request.POST
        return _again(link) if stopped else _stop(link)
    return None


def _check_in(link: Link, answer: str) -> Page | None:
    initiative = Initiative.objects.filter(
        pk=link.subject_id, team__membership=link.membership
    ).first()
    if initiative is None or answer not in Answer.values or not initiative.is_open:
        return None

    def act(sentence: str) -> None:
        if not _answered_just_now(link, answer):
            initiatives.check_in(
                actor=link.membership, initiative=initiative, answer=answer, sentence=sentence
            )

    return Page(
        question=_("How is ‘%(title)s’ going?") % {"title": initiative.title},
        button=str(Answer(answer).label),
        done=_("Thank you. That is all."),
        act=act,
        asks_sentence=answer == Answer.STUCK,
    )


def _answered_just_now(link: Link, answer: str) -> bool:
    """A second press of the same button is the same answer."""
    return CheckIn.objects.filter(
        initiative=link.subject_id, membership=link.membership, answer=answer, undone_at=None,
        answered_at__gt=timezone.now() - SAME_PRESS,
    ).exists()  # fmt: skip


def _snooze(link: Link, rule: str) -> Page | None:
    initiative = Initiative.objects.filter(
        pk=link.subject_id, team__membership=link.membership
    ).first()
    if initiative is None:
        return None
    until = link.membership.organisation.today() + timedelta(days=notifications.SNOOZE_DAYS)

    def act(_sentence: str) -> None:
        notifications.snooze(
            membership=link.membership, rule=rule, subject_id=link.subject_id, until=until
        )

    return Page(
        question=_("No reminder about ‘%(title)s’ this month?") % {"title": initiative.title},
        button=_("Not this month"),
        done=_("Good. We leave it alone for a month."),
        act=act,
    )


def _is_reminders(link: Link) -> bool:
    return link.action == f"{tokens.STOP}reminders"


def _is_stopped(link: Link) -> bool:
    chosen = preference_of(membership=link.membership)
    if _is_reminders(link):
        return not chosen.reminders
    return bool(chosen.success_mail == SuccessMail.NONE)


def _choose(link: Link, *, wanted: bool) -> None:
    if _is_reminders(link):
        notifications.preference_change(membership=link.membership, reminders=wanted)
    else:
        mail = SuccessMail.AT_ONCE if wanted else SuccessMail.NONE
        notifications.preference_change(membership=link.membership, success_mail=mail)


def _stop(link: Link) -> Page:
    return Page(
        question=_("No more reminders by e-mail?")
        if _is_reminders(link)
        else _("No more successes by e-mail?"),
        button=_("Stop this mail"),
        done=_("Done. You can always choose again in your preferences; nothing is lost."),
        act=lambda _sentence: _choose(link, wanted=False),
        can_undo=True,
    )


def _again(link: Link) -> Page:
    """Who stopped it and comes back may want it after all."""
    return Page(
        question=_("You get no reminders by e-mail. Shall they come again?")
        if _is_reminders(link)
        else _("You get no successes by e-mail. Shall they come again?"),
        button=_("Send it again"),
        done=_("Good. The next one comes to you again."),
        act=lambda _sentence: _choose(link, wanted=True),
        again=True,
    )
