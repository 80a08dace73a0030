"""Announcing a success: whom, what they will get, a minute to call it back, how far it is."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from csp.decorators import csp_replace, csp_update
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods

from backend.initiatives.permissions import require_for
from backend.messaging.working_time import may_remind
from backend.organisations import finding
from backend.organisations import selectors as organisations
from backend.organisations.http import HttpRequest
from backend.organisations.models import Unit
from backend.successes import announcing, selectors, services
from backend.successes.forms import AnnouncementForm
from backend.successes.models import Announcement, Audience, Success
from backend.text import written
from backend.web.holders import form_on
from backend.web.middleware import not_taken
from backend.web.permissions import allow
from backend.web.replay import is_part

LEVEL_SIZE = 50
# The mail brings its own styles and nothing that runs: shown in a frame that may do nothing.
MAIL_POLICY: dict[str, list[str] | None] = {
    "default-src": ["'none'"],
    # None takes the page's own permission away, so that the line above holds.
    "script-src": None,
    "connect-src": None,
    "manifest-src": None,
    "form-action": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["'self'", "data:"],
    "frame-ancestors": ["'self'"],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


@allow("announcement_request")
@csp_update({"frame-src": ["'self'"]})  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "POST"])
def announcement_request(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Choose who hears of it, see the mail and how many hear of it, and send."""
    success = _success(request, uid, "announcement_request")
    form = AnnouncementForm(request.POST or None, organisation=request.organisation)
    if request.method == "GET" and is_part(request) and {"below", "find"} & request.GET.keys():
        return render(
            request,
            "successes/announcement_units.html",
            {"success": success, **_level(request, form)},
        )
    if request.method == "GET":
        return _choose(request, success, form, status=200)
    try:
        if form.is_valid():
            announcement = services.announcement_request(
                act=request.act, success=success, **form.cleaned_data
            )
            return redirect(
                "successes:announcement_detail", request.organisation.slug, announcement.uid
            )
    except ValidationError as error:
        form.add_error(None, error)
    return _choose(request, success, form, status=422)


@allow("announcement_reach")
@form_on("successes:announcement_request", "uid")
def announcement_reach(request: HttpRequest, uid: UUID) -> HttpResponse:
    """How many hear of it by what is ticked so far; nothing is sent.

    Posted, for a hundred ticked teams do not fit into an address.
    """
    success = _success(request, uid, "announcement_reach")
    form = AnnouncementForm(request.POST or None, organisation=request.organisation)
    reach = _reach(request, success, form)
    context = {"reach": reach, "lost": selectors.mail_did_not_arrive(success=success)}
    piece = render(request, "successes/announcement_request.html#reach", context)
    return not_taken(piece)


@allow("announcement_preview")
@csp_replace(MAIL_POLICY)  # type: ignore[untyped-decorator]
@xframe_options_sameorigin
@require_GET
def announcement_preview(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The mail as it will arrive, and nothing around it."""
    success = _success(request, uid, "announcement_preview")
    mail = announcing.mail_preview(success=success, membership=request.membership)
    return HttpResponse(mail.html)


@allow("announcement_detail")
@require_GET
def announcement_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """How far it is; while it still waits, with the button that calls it back."""
    announcement = _announcement(request, uid, "announcement_detail")
    if announcement.success.told_at is None:  # taken back since: here is the draft
        slug, initiative = request.organisation.slug, announcement.success.initiative
        return redirect("successes:success_tell", slug, initiative.uid)
    left = announcement.sends_at - timezone.now()
    context = {
        "nav": "successes",
        "announcement": announcement,
        "success": announcement.success,
        "progress": selectors.progress(announcement=announcement),
        "seconds": max(0, round(left.total_seconds())),
        "milliseconds": max(0, round(left.total_seconds() * 1000)),
    }
    piece = "#progress" if request.htmx and not request.htmx.boosted else ""
    return render(request, f"successes/announcement_detail.html{piece}", context)


@allow("announcement_call_back")
@form_on("successes:announcement_detail", "uid")
def announcement_call_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Stop it before the first message leaves."""
    announcement = _announcement(request, uid, "announcement_call_back")
    try:
        services.announcement_call_back(act=request.act, announcement=announcement)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("successes:announcement_detail", request.organisation.slug, uid)


def _success(request: HttpRequest, uid: UUID, action: str) -> Success:
    found: Success = get_object_or_404(
        Success.objects.select_related("initiative__unit", "words", "photo"),
        uid=uid,
        told_at__isnull=False,
    )
    require_for(request.membership, action, found.initiative)
    return found


def _announcement(request: HttpRequest, uid: UUID, action: str) -> Announcement:
    found: Announcement = get_object_or_404(
        Announcement.objects.select_related("success__initiative", "requested_by__person"),
        uid=uid,
    )
    require_for(request.membership, action, found.success.initiative)
    return found


def _choose(
    request: HttpRequest, success: Success, form: AnnouncementForm, status: int
) -> HttpResponse:
    reach = _reach(request, success, form)
    mail = announcing.mail_preview(success=success, membership=request.membership)
    context = {
        "nav": "successes",
        "success": success,
        "form": form,
        "chosen": str(form["audience"].value() or ""),
        "chosen_units": {str(uid) for uid in form["units"].value() or []},
        **_teams(request, form),
        "reach": reach,
        "numbers": _numbers(request, success),
        "mail": mail,
        "way": selectors.mail_way(organisation=request.organisation),
        "at_rest": not may_remind(
            request.organisation, timezone.localtime(timezone=request.organisation.zone)
        ),
        "earlier": selectors.announcements_standing(success=success),
        "lost": selectors.mail_did_not_arrive(success=success),
    }
    return render(request, "successes/announcement_request.html", context, status=status)


def _teams(request: HttpRequest, form: AnnouncementForm) -> dict[str, Any]:
    """The teams to tick: all of a few, a level at a time of many."""
    if not finding.are_many(organisation=request.organisation):
        return {"tree": organisations.unit_tree(organisation=request.organisation)}
    return {"many": True, **_level(request, form)}


def _level(request: HttpRequest, form: AnnouncementForm) -> dict[str, Any]:
    """Those right `below` one, or called so (`find`), and those that are ticked already."""
    search = written.search(request.GET.get("find", ""))
    below: Unit | None = None
    with suppress(ValueError):
        below = Unit.objects.filter(uid=UUID(request.GET.get("below", ""))).first()
    if "find" in request.GET:
        units = finding.units_found(organisation=request.organisation, search=search)
    else:
        units = finding.level(organisation=request.organisation, below=below)
    page = Paginator(finding.with_children(units), LEVEL_SIZE).get_page(request.GET.get("page"))
    ticked = form.known.values()
    return {
        "page_obj": page,
        "below": below,
        "search": search,
        "units": [(unit, finding.label(unit) if search else unit.name) for unit in page],
        "ticked": [(unit, finding.label(unit)) for unit in ticked],
        "query": urlencode({"find": search} if search else {"below": below.uid if below else ""}),
    }


def _reach(request: HttpRequest, success: Success, form: AnnouncementForm) -> int | None:
    """How many hear of it by this choice; None while there is none."""
    audience = str(form["audience"].value() or "")
    if audience not in Audience.values:
        return None
    sent = {str(uid) for uid in form["units"].value() or []}
    units = [unit for uid, unit in form.known.items() if str(uid) in sent]
    if audience == Audience.CHOSEN_UNITS and not units:
        return None
    return _number(request, success, audience, [unit.pk for unit in units])


def _number(request: HttpRequest, success: Success, audience: str, unit_ids: list[int]) -> int:
    if audience == Audience.OWN_UNIT:
        unit_ids = [request.membership.unit_id] if request.membership.unit_id else []
    found = selectors.hearers(
        success=success,
        chosen=audience,
        unit_ids=selectors.units_with_below(organisation=request.organisation, unit_ids=unit_ids),
        actor=request.membership,
    )
    return found.count()


def _numbers(request: HttpRequest, success: Success) -> dict[str, Any]:
    """What the two choices that need no teams reach."""
    return {
        one: _number(request, success, one, [])
        for one in (Audience.OWN_UNIT, Audience.ORGANISATION)
    }
