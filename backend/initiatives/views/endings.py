"""Finishing, stopping, and going on after all."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backend.initiatives import selectors, services, telling
from backend.initiatives.forms import FinishForm, StopForm, refuse
from backend.initiatives.models import Initiative
from backend.initiatives.permissions import require_for
from backend.organisations.http import HttpRequest
from backend.web.answers import done, page, refused
from backend.web.holders import form_on
from backend.web.permissions import allow


@allow("initiative_finish")
@require_http_methods(["GET", "POST"])
def initiative_finish(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What surprised us, who keeps it going? Then it can be told."""
    initiative = _initiative(request, "initiative_finish", uid)
    initial = {"surprise": initiative.surprise, "keeper": initiative.keeper}
    form = FinishForm(request.POST or None, initial=initial, today=request.organisation.today())
    if form.is_valid() and _try(request, initiative, form, services.initiative_finish):
        # Celebrating is one click further: the story stands drafted there.
        tell = telling.tell_url(initiative)
        undo = _url("initiative_resume", initiative)
        return done(request, _("It’s done. Now its story can be told."), undo=undo, to=tell)
    return _form(request, "initiative_finish", form, initiative)


@allow("initiative_stop")
@require_http_methods(["GET", "POST"])
def initiative_stop(request: HttpRequest, uid: UUID) -> HttpResponse:
    """It stops; the lesson stays."""
    initiative = _initiative(request, "initiative_stop", uid)
    initial = {"lesson": initiative.lesson}
    form = StopForm(request.POST or None, initial=initial, today=request.organisation.today())
    if form.is_valid() and _try(request, initiative, form, services.initiative_stop):
        text = _("Stopped. The lesson is kept, and that is worth a lot.")
        return done(
            request, text, undo=_url("initiative_resume", initiative), to=_detail(initiative)
        )
    return _form(request, "initiative_stop", form, initiative)


@allow("initiative_resume")
@form_on("initiatives:initiative_detail", "uid")
def initiative_resume(request: HttpRequest, uid: UUID) -> HttpResponse:
    """It goes on after all."""
    initiative = _initiative(request, "initiative_resume", uid)
    try:
        services.initiative_resume(act=request.act, initiative=initiative)
    except ValidationError as error:
        return refused(request, error, fallback=_detail(initiative))
    undo = _url("initiative_resume_undo", initiative)
    return done(request, _("It continues."), undo=undo, to=_detail(initiative))


@allow("initiative_resume_undo")
@form_on("initiatives:initiative_detail", "uid")
def initiative_resume_undo(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Closed again, as it was."""
    initiative = _initiative(request, "initiative_resume_undo", uid)
    try:
        services.initiative_resume_undo(act=request.act, initiative=initiative)
    except ValidationError as error:
        return refused(request, error, fallback=_detail(initiative))
    undo = _url("initiative_resume", initiative)
    return done(request, _("Closed again, as it was."), undo=undo, to=_detail(initiative))


def _try(request: HttpRequest, initiative: Initiative, form: Form, service: object) -> bool:
    try:
        service(act=request.act, initiative=initiative, **form.cleaned_data)  # type: ignore[operator]
    except ValidationError as error:
        refuse(form, error)
        return False
    return True


def _form(request: HttpRequest, name: str, form: Form, initiative: Initiative) -> HttpResponse:
    planned = selectors.steps_planned(initiative=initiative).count()
    context = {"form": form, "initiative": initiative, "planned": planned, "nav": "steps"}
    return page(request, f"initiatives/{name}.html", context, 422 if form.is_bound else 200)


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
