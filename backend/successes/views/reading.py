"""Reading successes, and clapping for them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from backend.initiatives import selectors as initiatives
from backend.organisations.http import HttpRequest
from backend.organisations.permissions import Relation, allow, may
from backend.successes import presenting, selectors, services
from backend.successes.models import Success
from backend.web.holders import form_on

PAGE_SIZE = 12
SHOWS = ("", "department", "lessons")


@allow("success_list")
@require_GET
def success_list(request: HttpRequest) -> HttpResponse:
    """The stories, newest first; of all, of the own department, or what was learned."""
    show = request.GET.get("show", "")
    show = show if show in SHOWS else ""
    unit_ids = (
        selectors.units_of_department(membership=request.membership)
        if show == "department"
        else None
    )
    if show == "lessons":
        found: Any = selectors.lessons(organisation=request.organisation)
    else:
        found = selectors.successes_told(organisation=request.organisation, unit_ids=unit_ids)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {"nav": "successes", "show": show, "page_obj": page}
    if show != "lessons":
        context["stories"] = presenting.stories(list(page.object_list))
        if page.number == 1:
            context["lesson"] = selectors.lessons(
                organisation=request.organisation, unit_ids=unit_ids
            ).first()
    return render(request, "successes/success_list.html", context)


@allow("success_detail")
@require_GET
def success_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One success as its colleagues read it."""
    success = get_object_or_404(
        selectors.successes_told(organisation=request.organisation), uid=uid
    )
    return render(request, "successes/success_detail.html", _detail(request, success))


def _detail(request: HttpRequest, success: Success) -> dict[str, Any]:
    own = initiatives.in_team(membership=request.membership, initiative=success.initiative)
    relations = frozenset({Relation.A_TEAM}) if own else frozenset()
    return {
        "nav": "successes",
        "story": presenting.story(success, success.initiative.stones),
        "success": success,
        "is_own": own,
        "may_tell": may(request.membership, "success_tell", relations),
        "claps": selectors.has_applauded(membership=request.membership, success=success),
    }


@allow("applaud")
@form_on("successes:success_detail", "uid")
def applaud(request: HttpRequest, uid: UUID) -> HttpResponse:
    """I clap along."""
    success = get_object_or_404(Success, uid=uid, told_at__isnull=False)
    services.applaud(actor=request.membership, success=success)
    return _applause(request, success, claps=True)


@allow("applause_withdraw")
@form_on("successes:success_detail", "uid")
def applause_withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    """I take my applause back."""
    success = get_object_or_404(Success, uid=uid, told_at__isnull=False)
    services.applause_withdraw(actor=request.membership, success=success)
    return _applause(request, success, claps=False)


def _applause(request: HttpRequest, success: Success, claps: bool) -> HttpResponse:
    if not request.htmx:
        page = redirect("successes:success_detail", request.organisation.slug, success.uid)
        page["Location"] += "#applause"
        return page
    context = {"success": success, "claps": claps}
    return render(request, "successes/success_detail.html#applause", context)
