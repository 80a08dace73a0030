"""The departments with their teams."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from backend.organisations import finding, selectors, services
from backend.organisations.forms import UnitForm
from backend.organisations.http import HttpRequest
from backend.organisations.models import Unit
from backend.organisations.views.forms import attempt, form_page, sent_seen
from backend.text import written
from backend.web.answers import done
from backend.web.holders import form_on
from backend.web.permissions import allow
from backend.web.replay import is_part

LEVEL_SIZE = 50


@allow("unit_list")
@require_GET
def unit_list(request: HttpRequest) -> HttpResponse:
    """The departments with their teams, and those that ended; of many one level at a time."""
    if finding.are_many(organisation=request.organisation):
        return _level(request)
    context = {
        "tree": selectors.unit_tree(organisation=request.organisation),
        "ended": selectors.units_ended(organisation=request.organisation),
    }
    return render(request, "organisations/unit_list.html", context)


def _level(request: HttpRequest) -> HttpResponse:
    """The departments, what stands right `below` one unit, or what is called so (`q`)."""
    search, below = written.search(request.GET.get("q", "")), request.GET.get("below", "")
    unit = None if search else _unit(below)
    if search:
        units = finding.units_found(organisation=request.organisation, search=search)
    else:
        units = finding.level(organisation=request.organisation, below=unit)
    page = Paginator(units, LEVEL_SIZE).get_page(request.GET.get("page"))
    rows = finding.rows(organisation=request.organisation, units=page)
    chosen = {"q": search, "below": below if unit else ""}
    context = {
        "page_obj": page,
        "rows": [(row, finding.label(row.unit) if search else row.unit.name) for row in rows],
        "below": unit,
        "search": search,
        "query": urlencode({name: value for name, value in chosen.items() if value}),
        "ended": selectors.units_ended(organisation=request.organisation)[:LEVEL_SIZE],
    }
    template = "organisations/unit_level.html" + ("#level" if is_part(request) else "")
    return render(request, template, context)


def _unit(value: str) -> Unit | None:
    try:
        found: Unit | None = Unit.objects.select_related("parent").filter(uid=UUID(value)).first()
    except ValueError:
        return None
    return found


@allow("unit_find")
@require_GET
def unit_find(request: HttpRequest) -> HttpResponse:
    """What a field offers while a team's name is typed in it: its `field` says which one that is."""
    typed = request.GET.get(request.GET.get("field", ""), "")
    found = finding.units_found(
        organisation=request.organisation,
        search=written.search(typed),
    )
    names = [finding.label(unit) for unit in found[: finding.OFFERED]]
    return render(request, "organisations/unit_options.html", {"names": names})


@allow("unit_add")
@require_http_methods(["GET", "POST"])
def unit_add(request: HttpRequest) -> HttpResponse:
    """A new department or team."""
    initial = {"parent": request.GET.get("parent")}
    form = UnitForm(request.POST or None, initial=initial, organisation=request.organisation)
    if form.is_valid() and attempt(form, services.unit_add, act=request.act, **form.cleaned_data):
        return done(request, _("Saved."), to=_list_url(request))
    return form_page(request, "organisations/unit_change.html", form)


@allow("unit_change")
@require_http_methods(["GET", "POST"])
def unit_change(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Rename a unit, or place it elsewhere."""
    unit = get_object_or_404(Unit.objects.select_related("parent"), uid=uid)
    initial = {"name": unit.name, "parent": unit.parent and unit.parent.uid}
    form = UnitForm(request.POST or None, initial=initial, organisation=request.organisation)
    if form.is_valid() and attempt(
        form, services.unit_change, act=request.act, unit=unit, seen=sent_seen(request),
        **form.cleaned_data,
    ):  # fmt: skip
        return done(request, _("Saved."), to=_list_url(request))
    return form_page(request, "organisations/unit_change.html", form, of=unit, unit=unit)


@allow("unit_end")
@form_on("organisations:unit_change", "uid")
def unit_end(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A team or department ends; can be undone from the message."""
    unit = get_object_or_404(Unit.objects.without_tree_fields(), uid=uid)
    try:
        services.unit_end(act=request.act, unit=unit)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("organisations:unit_change", request.organisation.slug, uid)
    undo = reverse("organisations:unit_return", args=[request.organisation.slug, uid])
    text = _("“%(name)s” can no longer be chosen.") % {"name": unit.name}
    return done(request, text, undo=undo, to=_list_url(request))


@allow("unit_return")
@form_on("organisations:unit_change", "uid")
def unit_return(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A team that ended is there again."""
    unit = get_object_or_404(Unit.objects.without_tree_fields(), uid=uid)
    services.unit_return(act=request.act, unit=unit)
    text = _("“%(name)s” can be chosen again.") % {"name": unit.name}
    return done(request, text, to=_list_url(request))


def _list_url(request: HttpRequest) -> str:
    return reverse("organisations:unit_list", args=[request.organisation.slug])
