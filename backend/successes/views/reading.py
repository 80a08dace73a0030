"""Reading successes, and clapping for them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from backend.inbox import services as inbox
from backend.initiatives import selectors as initiatives
from backend.organisations.http import HttpRequest
from backend.organisations.permissions import Relation, allow, may
from backend.successes import presenting, selectors, services
from backend.successes.models import APPLAUSE_LIMIT, Success
from backend.successes.permissions import may_take_back
from backend.web import paging
from backend.web.answers import go
from backend.web.holders import form_on
from backend.writing import hints

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
        found = selectors.stories_listed(organisation=request.organisation, unit_ids=unit_ids)
    of = f"successes:{show}:{request.organisation.pk}"
    page = paging.page(found, of=of, size=PAGE_SIZE, place=request.GET.get("after", ""))
    context: dict[str, Any] = {"nav": "successes", "show": show, "page_obj": page}
    if show != "lessons":
        context["stories"] = presenting.stories(page)
        if page.is_first:
            context["lesson"] = selectors.lessons(
                organisation=request.organisation, unit_ids=unit_ids
            ).first()
    return render(request, "successes/success_list.html", context)


@allow("success_detail")
@require_GET
def success_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One success as its colleagues read it."""
    told = selectors.successes_told(organisation=request.organisation)
    success: Success | None = told.filter(uid=uid).first()
    if success is None:
        return _not_told(request, uid)
    if request.method == "GET":
        inbox.seen(membership=request.membership, page="success", subject_id=success.pk)
    return render(request, "successes/success_detail.html", _detail(request, success))


def _not_told(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Its A-team goes on with the draft; others who come by an old link read what became of it."""
    draft = get_object_or_404(Success.objects.select_related("initiative"), uid=uid)
    if initiatives.in_team(membership=request.membership, initiative=draft.initiative):
        return redirect("successes:success_tell", request.organisation.slug, draft.initiative.uid)
    if selectors.last_untold(success=draft) is None:
        raise Http404
    return render(request, "successes/success_gone.html", {"nav": "successes"}, status=410)


def _detail(request: HttpRequest, success: Success) -> dict[str, Any]:
    own = initiatives.in_team(membership=request.membership, initiative=success.initiative)
    relations = frozenset({Relation.A_TEAM}) if own else frozenset()
    return {
        "nav": "successes",
        "story": presenting.story(success, success.initiative.stones),
        "success": success,
        "is_own": own,
        "may_tell": may(request.membership, "success_tell", relations),
        "may_take_back": may_take_back(request.membership, success),
        **_clapping(request, success, own=own),
    }


def _clapping(request: HttpRequest, success: Success, *, own: bool = False) -> dict[str, Any]:
    """Whether the reader claps; to the makers, how many others do and what they say."""
    mine = selectors.applause_of(membership=request.membership, success=success)
    return {
        "claps": mine is not None,
        "sentence": mine.sentence if mine else "",
        "clapping": success.applause_count - (mine is not None),
        "said": selectors.applause_said(successes=[success.pk])[success.pk] if own else [],
        "limit": APPLAUSE_LIMIT,
    }


@allow("applaud")
@form_on("successes:success_detail", "uid")
def applaud(request: HttpRequest, uid: UUID) -> HttpResponse:
    """I clap along, perhaps with a few words for the makers."""
    success = get_object_or_404(Success, uid=uid, told_at__isnull=False)
    sentence = request.POST.get("sentence", "")
    try:
        hints.ask(request.POST, sentence, "sentence")
        success = services.applaud(act=request.act, success=success, sentence=sentence)
    except ValidationError as error:
        if hasattr(error, "error_dict"):
            return _refused(request, success, sentence, error)
        messages.error(request, " ".join(error.messages))
        page = reverse("successes:success_detail", args=[request.organisation.slug, success.uid])
        return go(request, page)
    return _applause(request, success)


def _refused(
    request: HttpRequest, success: Success, sentence: str, error: ValidationError
) -> HttpResponse:
    """The same place again, with what was typed and why it could not be kept."""
    typed = {"sentence": sentence, "errors": error.messages, "found": hints.fresh(sentence)}
    if request.htmx:
        context = {"success": success, **_clapping(request, success), **typed}
        page = "successes/success_detail.html#applause"
        return render(request, page, context, status=422)
    found = get_object_or_404(
        selectors.successes_told(organisation=request.organisation), pk=success.pk
    )
    context = {**_detail(request, found), **typed}
    return render(request, "successes/success_detail.html", context, status=422)


@allow("applause_withdraw")
@form_on("successes:success_detail", "uid")
def applause_withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    """I take my applause back."""
    success = get_object_or_404(Success, uid=uid, told_at__isnull=False)
    success = services.applause_withdraw(act=request.act, success=success)
    return _applause(request, success)


def _applause(request: HttpRequest, success: Success) -> HttpResponse:
    if not request.htmx:
        page = redirect("successes:success_detail", request.organisation.slug, success.uid)
        page["Location"] += "#applause"
        return page
    context = {"success": success, **_clapping(request, success)}
    return render(request, "successes/success_detail.html#applause", context)
