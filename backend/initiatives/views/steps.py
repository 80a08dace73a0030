"""Logging, planning, changing and removing steps."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backend.events.models import Event
from backend.initiatives import selectors, services
from backend.initiatives.events import StepChanged
from backend.initiatives.forms import DoneForm, PlanForm, StepChangeForm, StepForm, refuse
from backend.initiatives.models import Step
from backend.initiatives.permissions import require_for_step
from backend.listening.selectors import words_visible
from backend.organisations.http import HttpRequest
from backend.photos.forms import photo_keep, photo_of
from backend.tenancy.models import VersionConflict
from backend.web.answers import done, page, refused
from backend.web.days import spoken
from backend.web.holders import form_on
from backend.web.limits import takes_photo
from backend.web.permissions import allow


@takes_photo
@allow("step_create")
@form_on("log_step")
def step_create(request: HttpRequest) -> HttpResponse:
    """Log or plan a step. The open page empties its form itself; a refused form comes back.

    A form that was refused before is replaced: it was drawn with its errors.
    """
    form = StepForm(request.POST, request.FILES, membership=request.membership)
    step = _logged(request, form) if form.is_valid() else None
    if step is None:
        photo_keep(form, request)
        context = {"form": form, "nav": "steps", "place": request.POST.get("place", "")}
        return page(request, "initiatives/step_create.html#form", context, status=422)
    undo = reverse("initiatives:step_remove", args=[request.organisation.slug, step.uid])
    said = _saved(step, starts=form.cleaned_data["initiative"] is None)
    if "refused" in request.POST:
        form = StepForm(membership=request.membership, chosen=step.initiative)
        context = {"form": form, "place": request.POST.get("place", "")}
        piece = render_to_string("initiatives/step_create.html#form", context, request)
        return done(request, said, undo=undo, piece=piece)
    logged = {"initiative": str(step.initiative.uid), "step": str(step.uid)}
    logged |= {"target": "#step-form", "title": step.initiative.title}
    return done(request, said, undo=undo, events={"step-logged": logged})


def _logged(request: HttpRequest, form: StepForm) -> Step | None:
    """The step, with its photo; None, and the errors in the form, where it was refused."""
    try:
        with photo_of(form, request.act) as photo:
            return services.step_log(act=request.act, **photo, **form.step)
    except ValidationError as error:
        refuse(form, error, done_on="day", planned_on="day")
        return None


def _saved(step: Step, *, starts: bool) -> str:
    if starts:
        title = step.initiative.title
        return _("Saved. It started a new initiative: ‘%(title)s’.") % {"title": title}
    if step.done_on is None:
        return _planned(step.planned_on or date.today())
    return _("Saved in ‘%(title)s’.") % {"title": step.initiative.title}


def _planned(day: date) -> str:
    return _("Planned for %(day)s.") % {"day": spoken(day)}


@takes_photo
@allow("step_edit")
@require_http_methods(["GET", "POST"])
def step_edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say a step better; what a second editor wrote is shown, never overwritten."""
    step = _step(request, "step_edit", uid)
    initial = {
        "text": step.text,
        "kind": step.kind,
        "label": step.stone_label,
        "day": step.done_on or step.planned_on,
        "version": step.version,
    }
    form = StepChangeForm(
        request.POST or None,
        request.FILES or None,
        initial=initial,
        membership=request.membership,
        step=step,
    )
    status, theirs = (422 if form.is_bound else 200), None
    if form.is_valid():
        try:
            with photo_of(form, request.act) as photo:
                changed = services.step_change(act=request.act, step=step, **photo, **form.changes)
        except VersionConflict as conflict:
            status, theirs = 409, conflict.theirs
        except ValidationError as error:
            refuse(form, error, done_on="day", planned_on="day")
        else:
            undo = _undo_url(changed) if changed.version != step.version else ""
            return done(request, _("Saved."), undo=undo, to=_initiative_url(changed))
    if form.is_bound:
        photo_keep(form, request)
    words = words_visible(membership=request.membership).filter(steps=step).first()
    context = {"form": form, "step": step, "theirs": theirs, "words": words, "nav": "steps"}
    return page(request, "initiatives/step_edit.html", context, status=status)


@allow("step_change_undo")
@form_on("initiatives:step_edit", "uid")
def step_change_undo(request: HttpRequest, uid: UUID, event: UUID) -> HttpResponse:
    """Put back what one change of a step replaced."""
    step: Step = get_object_or_404(Step.objects.select_related("initiative"), uid=uid)
    change = get_object_or_404(
        Event, uid=event, kind=StepChanged.KIND, subject_type="step", subject_id=step.pk
    )
    try:
        put_back = services.step_change_undo(act=request.act, event=change)
    except VersionConflict:
        text = _("Somebody has changed it since: take a look first.")
        return done(request, text, to=_initiative_url(step))
    except ValidationError as error:
        return refused(request, error, fallback=_initiative_url(step))
    return done(request, _("Put back."), to=_initiative_url(put_back))


@allow("step_do")
@require_http_methods(["GET", "POST"])
def step_do(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A planned step was done: today, or on the day that is said."""
    step = _step(request, "step_do", uid)
    planned_on, today = step.planned_on, step.organisation.today()
    form = DoneForm(
        request.POST if request.method == "POST" else None,
        initial={"done_on": min(planned_on or today, today)},
    )
    if form.is_valid():
        try:
            services.step_do(act=request.act, step=step, done_on=form.cleaned_data["done_on"])
        except ValidationError as error:
            if "done_on" not in request.POST:
                return refused(request, error, fallback=_initiative_url(step))
            refuse(form, error)
        else:
            undo = _plan_url(step, planned_on)
            return done(
                request, _("Done. One more stone."), undo=undo, fallback=_initiative_url(step)
            )
    context = {"form": form, "step": step, "nav": "steps"}
    status = 422 if form.is_bound else 200
    return page(request, "initiatives/step_done.html#form", context, status=status)


@allow("step_plan")
@require_http_methods(["GET", "POST"])
def step_plan(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Another day for a planned step; also the undo of having done it (`?planned_on=`)."""
    step = _step(request, "step_plan", uid)
    is_undo = "planned_on" not in request.POST and "planned_on" in request.GET
    data = request.GET if is_undo else request.POST
    form = PlanForm(
        data if request.method == "POST" else None,
        initial={"planned_on": step.planned_on},
        organisation=request.organisation,
        is_undo=is_undo,
    )
    if form.is_valid():
        before, was_done = step.planned_on, step.done_on is not None
        try:
            services.step_change(
                act=request.act,
                step=step,
                version=step.version,
                done_on=None,
                planned_on=form.cleaned_data["planned_on"],
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            text = _planned(form.cleaned_data["planned_on"])
            undo = "" if was_done else _plan_url(step, before)
            return done(request, text, undo=undo, fallback=_initiative_url(step))
    context = {"form": form, "step": step, "nav": "steps"}
    status = 422 if form.is_bound else 200
    return page(request, "initiatives/step_plan.html#form", context, status=status)


@allow("step_remove")
@form_on("initiatives:step_edit", "uid")
def step_remove(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a step out, with a way back; also the undo of logging it."""
    step = _step(request, "step_remove", uid)
    try:
        removed = services.step_remove(act=request.act, step=step)
    except ValidationError as error:
        return refused(request, error, fallback=_initiative_url(step))
    undo = reverse("initiatives:step_restore", args=[request.organisation.slug, uid])
    stay = selectors.words_stand(step=removed)
    text = _("Removed. The customer’s words stay with Listening.") if stay else _("Removed.")
    if removed.words_id and not stay:
        text = _("Removed, with the customer’s words.")
    gone = {"step-removed": {"target": "body", "step": str(uid), "words": "stay" if stay else ""}}
    return done(request, text, undo=undo, events=gone, fallback=_initiative_url(step))


@allow("step_restore")
@form_on("initiatives:step_edit", "uid")
def step_restore(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Put a removed step back."""
    step = _step(request, "step_restore", uid)
    try:
        services.step_restore(act=request.act, step=step)
    except ValidationError as error:
        return refused(request, error, fallback=_initiative_url(step))
    back = {"step-restored": {"target": "body", "step": str(uid)}}
    return done(request, _("The step is back."), events=back, fallback=_initiative_url(step))


def _step(request: HttpRequest, action: str, uid: UUID) -> Step:
    step: Step = get_object_or_404(Step.objects.select_related("initiative", "photo"), uid=uid)
    require_for_step(request.membership, action, step)
    return step


def _initiative_url(step: Step) -> str:
    slug = step.organisation.slug
    return reverse("initiatives:initiative_detail", args=[slug, step.initiative.uid])


def _undo_url(step: Step) -> str:
    last = selectors.change_of_step(step=step)
    args = [step.organisation.slug, step.uid, last.uid] if last else []
    return reverse("initiatives:step_change_undo", args=args) if args else ""


def _plan_url(step: Step, day: date | None) -> str:
    url = reverse("initiatives:step_plan", args=[step.organisation.slug, step.uid])
    return f"{url}?planned_on={day.isoformat()}" if day else url
