"""The page of an initiative, the list of them, starting and changing one."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from backend.events.models import Event
from backend.inbox import services as inbox
from backend.initiatives import histories, selectors, services
from backend.initiatives.detail import detail, said
from backend.initiatives.events import InitiativeChanged
from backend.initiatives.forms import StartForm, StepForm, UnitFilter, change_form, refuse
from backend.initiatives.forms.initiatives import QUESTIONS
from backend.initiatives.listing import lines
from backend.initiatives.models import Initiative
from backend.initiatives.permissions import relations, require_for
from backend.initiatives.stages import Stage
from backend.listening.selectors import words_visible
from backend.organisations.http import HttpRequest
from backend.organisations.permissions import Relation, allow
from backend.tenancy.models import VersionConflict
from backend.web import paging
from backend.web.answers import done, page, trigger_refresh
from backend.web.holders import form_on
from backend.web.replay import is_part

PAGE_SIZE = 20
HISTORY_SIZE = 40


@allow("initiative_list")
@require_GET
def initiative_list(request: HttpRequest) -> HttpResponse:
    """All initiatives, one's own first; of one stage or one team."""
    stage = request.GET.get("stage", "")
    units = UnitFilter({"unit": request.GET.get("unit", "")}, membership=request.membership)
    unit = units.chosen
    show = next((name for name in ("quiet", "carried") if request.GET.get(name) == "1"), "")
    lists = selectors.initiative_list(
        membership=request.membership, stage=stage, unit=unit, show=show
    )
    chosen = {"stage": stage, "unit": unit.uid if unit else "", **({show: "1"} if show else {})}
    query = urlencode({name: value for name, value in chosen.items() if value})
    of, place = f"initiatives:{request.membership.pk}:{query}", request.GET.get("after", "")
    found = paging.page(*lists, of=of, size=PAGE_SIZE, place=place)
    context = {
        "nav": "steps",
        "query": query,
        "page_obj": found,
        "lines": lines(found, slug=request.organisation.slug),
        "stages": Stage.choices,
        "stage": stage if stage in Stage.values else "",
        "unit": unit,
        "show": show,
        "units": units,
    }
    return page(request, "initiatives/initiative_list.html#list", context)


@allow("initiative_start")
@require_http_methods(["GET", "POST"])
def initiative_start(request: HttpRequest) -> HttpResponse:
    """Title and team suffice; from a customer's words where it starts there (`?words=`)."""
    form = StartForm(request.POST or None, membership=request.membership)
    words = _words(request)
    if form.is_valid():
        try:
            initiative = services.initiative_start(
                act=request.act, words=words, **form.cleaned_data
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            url = _url("initiative_detail", initiative)
            return done(request, _("Started. What is the first small step?"), to=url)
    context = {"form": form, "words": words, "nav": "steps"}
    status = 422 if form.is_bound else 200
    return page(request, "initiatives/initiative_start.html", context, status=status)


def _words(request: HttpRequest):  # type: ignore[no-untyped-def]
    try:
        uid = UUID(request.POST.get("words") or request.GET.get("words") or "")
    except ValueError:
        return None
    return words_visible(membership=request.membership).filter(uid=uid).first()


@allow("initiative_detail")
@require_GET
def initiative_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """From the customer's words over the steps to what the customer will notice."""
    initiative = _initiative(request, uid)
    shown = detail(
        initiative=initiative, membership=request.membership, today=request.organisation.today()
    )
    if request.method == "GET" and (shown.in_team or shown.asking):
        inbox.seen(membership=request.membership, page="initiative", subject_id=initiative.pk)
    context: dict[str, object] = {"page": shown, "initiative": initiative, "nav": "steps"}
    context["is_part"] = is_part(request)
    if shown.may_log and not is_part(request):
        context["form"] = StepForm(membership=request.membership, chosen=initiative)
        context["place"] = "initiative"
    return page(request, "initiatives/initiative_detail.html#story", context)


@allow("initiative_change")
@require_http_methods(["GET", "POST"])
def initiative_change(request: HttpRequest, uid: UUID, field: str) -> HttpResponse:
    """One text or choice, changed where it stands; of two editors neither loses a word."""
    if field not in QUESTIONS:
        raise Http404
    initiative = _initiative(request, uid)
    require_for(request.membership, "initiative_change", initiative)
    form = change_form(field, initiative, request.POST or None)
    context = {"form": form, "field": form[field], "initiative": initiative, "may_change": True}
    context |= {"one": said(initiative, field), "nav": "steps"}
    if not form.is_valid():
        if request.GET.get("show") and is_part(request):
            return page(request, "initiatives/initiative_change.html#shown", context)
        status = 422 if form.is_bound else 200
        return page(request, "initiatives/initiative_change.html#form", context, status=status)
    try:
        changed = services.initiative_change(
            act=request.act, initiative=initiative, **form.cleaned_data
        )
    except VersionConflict as conflict:
        context["theirs"] = said(_theirs(conflict), field)
        context["version"] = _theirs(conflict).version
        return page(request, "initiatives/initiative_change.html#form", context, status=409)
    except ValidationError as error:
        refuse(form, error)
        return page(request, "initiatives/initiative_change.html#form", context, status=422)
    undo = _undo_url(changed) if changed.version != initiative.version else ""
    if not is_part(request):
        return done(request, _("Saved."), undo=undo, to=_url("initiative_detail", initiative))
    context |= {"one": said(changed, field), "initiative": changed}
    context |= {"saved": _("Saved."), "undo": undo}
    return trigger_refresh(page(request, "initiatives/initiative_change.html#shown", context))


def _theirs(conflict: VersionConflict) -> Initiative:
    found: Initiative = conflict.theirs  # type: ignore[assignment]
    return found


def _undo_url(initiative: Initiative) -> str:
    last = selectors.last_change(initiative=initiative)
    if last is None:
        return ""
    args = [initiative.organisation.slug, initiative.uid, last.uid]
    return reverse("initiatives:initiative_change_undo", args=args)


@allow("initiative_change_undo")
@form_on("initiatives:initiative_detail", "uid")
def initiative_change_undo(request: HttpRequest, uid: UUID, event: UUID) -> HttpResponse:
    """Put back what one change replaced."""
    initiative = _initiative(request, uid)
    require_for(request.membership, "initiative_change_undo", initiative)
    change = get_object_or_404(
        Event,
        uid=event,
        kind=InitiativeChanged.KIND,
        subject_type="initiative",
        subject_id=initiative.pk,
    )
    text = _("Put back.")
    try:
        services.initiative_change_undo(act=request.act, event=change)
    except VersionConflict:
        text = _("Somebody has changed it since: take a look first.")
    except ValidationError as error:
        text = " ".join(error.messages)
    return done(request, text, to=_url("initiative_detail", initiative))


@allow("initiative_history")
@require_GET
def initiative_history(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Who, when, what: every change, with what it said before."""
    initiative = _initiative(request, uid)
    request.instead = _url("initiative_detail", initiative)
    require_for(request.membership, "initiative_history", initiative)
    in_team = Relation.A_TEAM in relations(request.membership, initiative)
    found = selectors.history(initiative=initiative, in_team=in_team)
    page_obj = paging.page(
        found, of=f"history:{initiative.pk}", size=HISTORY_SIZE, place=request.GET.get("after", "")
    )
    context = {
        "initiative": initiative,
        "page_obj": page_obj,
        "lines": histories.lines(page_obj, organisation=request.organisation),
        "nav": "steps",
    }
    return page(request, "initiatives/initiative_history.html", context)


def _initiative(request: HttpRequest, uid: UUID) -> Initiative:
    found: Initiative = get_object_or_404(
        selectors.initiative_page(organisation=request.organisation), uid=uid
    )
    return found


def _url(name: str, initiative: Initiative) -> str:
    return reverse(f"initiatives:{name}", args=[initiative.organisation.slug, initiative.uid])
