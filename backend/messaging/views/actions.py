"""Pages behind the links of e-mails: one button each. Opening one changes nothing."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods
from django_scopes import scope

from backend.messaging import actions, stopping, tokens
from backend.messaging.actions import Page
from backend.messaging.tokens import Link
from backend.text import written
from backend.web.permissions import Refused, public
from backend.writing import hints


@csrf_exempt  # only so that a mail program may unsubscribe; the page's own form is protected below
@public
@never_cache
@require_http_methods(["GET", "POST"])
def mail_action(request: HttpRequest, token: str) -> HttpResponse:
    """Show the button, or do what it says; a link that no longer works says so kindly."""
    link = tokens.opened(token)
    if link and link.action.startswith(tokens.STOP) and _one_click(request):
        with scope(organisation=link.membership.organisation):
            stopping.stop(link)
        return HttpResponse("OK", content_type="text/plain")
    return _page_for_people(request, link)


def _one_click(request: HttpRequest) -> bool:
    """RFC 8058: a mail program posts this, without cookies; the signed link is the proof."""
    return request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click"


@csrf_protect
def _page_for_people(request: HttpRequest, link: Link | None) -> HttpResponse:
    if link is None:
        return render(request, "messaging/mail_action_gone.html", status=410)
    person, organisation = link.membership.person, link.membership.organisation
    with (
        translation.override(person.language or organisation.language),
        scope(organisation=organisation),
    ):
        request.LANGUAGE_CODE = translation.get_language() or "nl"
        page = _page(request, link)
        if page is None:
            return render(request, "messaging/mail_action_gone.html", status=410)
        return _answer(request, link, page)


def _page(request: HttpRequest, link: Link) -> Page | None:
    if link.action.startswith(tokens.STOP):
        return stopping.page_of(link, again=_again(request))
    return actions.page_of(link)


def _again(request: HttpRequest) -> bool | None:
    """Which of the two pages of a mail that can be stopped the button stood on; None when opened."""
    return None if request.method == "GET" else "again" in request.POST


def _answer(request: HttpRequest, link: Link, page: Page) -> HttpResponse:
    context = {"page": page, "link": link, "slug": link.membership.organisation.slug}
    if request.method == "GET":
        return render(request, "messaging/mail_action.html", context)
    if page.undo is not None and "undo" in request.POST:
        page.undo()
        return render(request, "messaging/mail_action.html", {**context, "undone": True})
    sentence = written.running(request.POST.get("sentence", ""))
    try:
        hints.ask(request.POST, sentence, "sentence")
        page.act(sentence)
    except ValidationError as error:
        context |= {"errors": error.messages, "sentence": sentence, "found": hints.fresh(sentence)}
        return render(request, "messaging/mail_action.html", context, status=422)
    except Refused:
        return render(request, "messaging/mail_action_gone.html", status=410)
    return render(request, "messaging/mail_action.html", {**context, "done": True})
