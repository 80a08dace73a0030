"""The departments with their teams."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from backend.organisations import selectors, services
from backend.organisations.answers import done
from backend.organisations.forms import UnitForm
from backend.organisations.http import HttpRequest
from backend.organisations.models import Unit
from backend.organisations.permissions import allow
from backend.organisations.views.forms import attempt, form_page
from backend.web.holders import form_on


@allow("unit_list")
@require_GET
def unit_list(request: HttpRequest) -> HttpResponse:
    """The departments with their teams, and those that ended."""
    context = {
        "tree": selectors.unit_tree(organisation=request.organisation),
        "ended": selectors.units_ended(organisation=request.organisation),
    }
    return render(request, "organisations/unit_list.html", context)


@allow("unit_add")
@require_http_methods(["GET", "POST"])
def unit_add(request: HttpRequest) -> HttpResponse:
    """A new department or team."""
    initial = {"parent": request.GET.get("parent")}
    form = UnitForm(request.POST or None, initial=initial, organisation=request.organisation)
    if form.is_valid() and attempt(
        form, services.unit_add, actor=request.membership, **form.cleaned_data
    ):
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
        form, services.unit_change, actor=request.membership, unit=unit, **form.cleaned_data
    ):
        return done(request, _("Saved."), to=_list_url(request))
    return form_page(request, "organisations/unit_change.html", form, unit=unit)


@allow("unit_end")
@form_on("organisations:unit_change", "uid")
def unit_end(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A team or department ends; can be undone from the message."""
    unit = get_object_or_404(Unit.objects.without_tree_fields(), uid=uid)
    try:
        services.unit_end(actor=request.membership, unit=unit)
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
    services.unit_return(actor=request.membership, unit=unit)
    text = _("“%(name)s” can be chosen again.") % {"name": unit.name}
    return done(request, text, to=_list_url(request))


def _list_url(request: HttpRequest) -> str:
    return reverse("organisations:unit_list", args=[request.organisation.slug])
