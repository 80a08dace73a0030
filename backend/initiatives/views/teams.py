"""Who carries an initiative."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backend.initiatives import selectors, services
from backend.initiatives.forms import TeamForm, refuse
from backend.initiatives.models import Initiative
from backend.initiatives.permissions import require_for
from backend.organisations.http import HttpRequest
from backend.organisations.models import Membership
from backend.text import written
from backend.web.answers import done, page, refused
from backend.web.holders import form_on
from backend.web.permissions import allow

# As many as can be read at a glance on a phone.
MOST_FOUND = 10


@allow("team_join")
@form_on("initiatives:initiative_detail", "uid")
def team_join(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Come into the A-team oneself."""
    initiative = _initiative(request, "team_join", uid)
    member = request.membership
    try:
        services.team_join(act=request.act, initiative=initiative, membership=member)
    except ValidationError as error:
        return refused(request, error, fallback=_detail(initiative))
    undo = _url("team_leave", initiative)
    return done(request, _("Welcome to the A-team."), undo=undo, to=_detail(initiative))


@allow("team_add")
@require_http_methods(["GET", "POST"])
def team_add(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Bring a colleague into the A-team, found by name or team (`?q=`)."""
    initiative = _initiative(request, "team_add", uid)
    form = TeamForm(request.POST or None, initiative=initiative)
    if form.is_valid():
        member: Membership = form.cleaned_data["membership"]
        try:
            services.team_join(act=request.act, initiative=initiative, membership=member)
        except ValidationError as error:
            refuse(form, error)
        else:
            text = _("%(name)s is in the A-team.") % {"name": member.person.shown_name}
            undo = f"{_url('team_leave', initiative)}?membership={member.uid}"
            return done(request, text, undo=undo, to=_detail(initiative))
    context = {"form": form, "initiative": initiative, "nav": "steps"}
    context |= _colleagues(initiative, written.search(request.GET.get("q", "")))
    return page(request, "initiatives/team_add.html#found", context, 422 if form.is_bound else 200)


@allow("team_leave")
@form_on("initiatives:initiative_detail", "uid")
def team_leave(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Go out of the A-team oneself, or take somebody out (`membership`), as the undo of adding."""
    initiative = _initiative(request, "team_leave", uid)
    member, wanted = request.membership, request.GET.get("membership") or ""
    if wanted:
        member = get_object_or_404(_by_uid(wanted).select_related("person"))
    try:
        services.team_leave(act=request.act, initiative=initiative, membership=member)
    except ValidationError as error:
        return refused(request, error, fallback=_detail(initiative))
    text = _("You are no longer in the A-team.")
    if wanted:
        text = _("%(name)s is no longer in the A-team.") % {"name": member.person.shown_name}
    undo = "" if wanted else _url("team_join", initiative)
    return done(request, text, undo=undo, to=_detail(initiative))


def _colleagues(initiative: Initiative, typed: str) -> dict[str, Any]:
    """Who is found; before anything is typed, who works in the initiative's own team."""
    search = typed.replace("\x00", "").strip()[:80]
    found = selectors.colleagues_to_add(initiative=initiative, search=search)
    if not search:
        found = found.filter(unit=initiative.unit_id)
    shown = list(found[: MOST_FOUND + 1])
    return {"search": search, "found": shown[:MOST_FOUND], "more": len(shown) > MOST_FOUND}


def _by_uid(value: str):  # type: ignore[no-untyped-def]
    try:
        return Membership.objects.filter(uid=UUID(value))
    except ValueError:
        return Membership.objects.none()


def _initiative(request: HttpRequest, action: str, uid: UUID) -> Initiative:
    found: Initiative = get_object_or_404(
        Initiative.objects.select_related("organisation"), uid=uid
    )
    require_for(request.membership, action, found)
    return found


def _url(name: str, initiative: Initiative) -> str:
    return reverse(f"initiatives:{name}", args=[initiative.organisation.slug, initiative.uid])


def _detail(initiative: Initiative) -> str:
    return _url("initiative_detail", initiative)
