"""The administrator's page "Mail": what waits, left and did not arrive, and what can be done about it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from backend.messaging import messages as kinds
from backend.messaging import overview
from backend.messaging.messages import Message
from backend.organisations.http import HttpRequest
from backend.outbox import attending
from backend.outbox.models import FailedWork, Fanout
from backend.web.answers import done, go, page
from backend.web.holders import form_on
from backend.web.permissions import allow


@allow("mail")
@require_GET
def mail(request: HttpRequest) -> HttpResponse:
    """How the mail of this organisation stands."""
    context = {"mail": overview.overview(organisation=request.organisation)}
    return page(request, "messaging/mail.html#mail", context)


@allow("mail_hold")
@form_on("messaging:mail")
def mail_hold(request: HttpRequest) -> HttpResponse:
    """Let nothing leave until somebody goes on."""
    held = attending.mail_hold(act=request.act)
    text = _("All mail is waiting now.") if held else _("All mail was already waiting.")
    undo = reverse("messaging:mail_resume", args=[request.organisation.slug])
    return done(request, text, undo=undo if held else "", to=_page(request))


@allow("mail_resume")
@form_on("messaging:mail")
def mail_resume(request: HttpRequest) -> HttpResponse:
    """Go on with what was held."""
    went_on = attending.mail_resume(act=request.act)
    text = _("The mail may go out again.") if went_on else _("The mail was no longer on hold.")
    return done(request, text, to=_page(request))


@allow("mail_probe")
@form_on("messaging:mail")
def mail_probe(request: HttpRequest) -> HttpResponse:
    """Try the mail server now."""
    if attending.mail_probe(act=request.act):
        messages.success(
            request, _("One message tries the mail server. If it is accepted, the rest follows.")
        )
    else:
        messages.success(request, _("The mail server is already working again."))
    return go(request, _page(request))


@allow("mail_try_again")
@form_on("messaging:mail")
def mail_try_again(request: HttpRequest) -> HttpResponse:
    """Send again what did not arrive."""
    chosen = _chosen(request)
    if chosen is None:
        return _gone(request)
    kind, fanout = chosen
    number = attending.mail_try_again(act=request.act, kind=kind.kind, fanout=fanout)
    if not number:
        messages.success(
            request, _("Nothing left to try again: it is waiting already, or has gone.")
        )
    elif kind.chosen:
        messages.success(request, _("It is waiting again, and will go out as soon as it can."))
    else:
        text = ngettext(
            "%(n)s mail is waiting again, and goes out as soon as it can.",
            "%(n)s mails are waiting again, and go out as soon as they can.",
            number,
        )
        messages.success(request, text % {"n": number})
    return go(request, _page(request))


@allow("mail_cancel")
@form_on("messaging:mail")
def mail_cancel(request: HttpRequest) -> HttpResponse:
    """Send no more of what waits; can be undone from the message."""
    chosen = _chosen(request)
    if chosen is None:
        return _gone(request)
    kind, fanout = chosen
    try:
        press = attending.mail_cancel(act=request.act, kind=kind.kind, fanout=fanout)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return go(request, _page(request))
    if press is None:
        messages.success(request, _("None of it is waiting any more."))
        return go(request, _page(request))
    undo = reverse("messaging:mail_cancel_undo", args=[request.organisation.slug, press])
    return done(
        request, _("What was still waiting will not be sent."), undo=undo, to=_page(request)
    )


@allow("mail_cancel_undo")
@form_on("messaging:mail")
def mail_cancel_undo(request: HttpRequest, press: UUID) -> HttpResponse:
    """Send what was cancelled after all."""
    number = attending.mail_cancel_undo(act=request.act, press=press)
    text = (
        _("It is waiting again, and will go out as soon as it can.")
        if number
        else _("This has already been put back.")
    )
    return done(request, text, to=_page(request))


@allow("work_try_again")
@form_on("messaging:mail")
def work_try_again(request: HttpRequest) -> HttpResponse:
    """Do again what went wrong in the background; what went well meanwhile is not there any more."""
    uid = _uid(request, "work")
    work = FailedWork.objects.filter(uid=uid).first() if uid else None
    if work is not None and attending.work_try_again(act=request.act, work=work):
        messages.success(request, _("We are trying it again now."))
    else:
        messages.success(request, _("It is already being tried, or has gone well in the meantime."))
    return go(request, _page(request))


def _chosen(request: HttpRequest) -> tuple[Message, Fanout | None] | None:
    """The line of the page that was pressed: a kind, and of a kind that is announced which one."""
    try:
        kind = kinds.find(request.POST.get("kind", ""))
    except LookupError:
        return None
    if kind.about is None:
        return kind, None
    uid = _uid(request, "announcement")
    fanout = Fanout.objects.filter(uid=uid, message=kind.kind).first() if uid else None
    return (kind, fanout) if fanout else None


def _uid(request: HttpRequest, field: str) -> UUID | None:
    try:
        return UUID(request.POST.get(field, ""))
    except ValueError:
        return None


def _gone(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("That mail is no longer on this page."))
    return go(request, _page(request))


def _page(request: HttpRequest) -> str:
    return reverse("messaging:mail", args=[request.organisation.slug])
