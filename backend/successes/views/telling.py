"""Telling a success: the drafted story, polished, seen as colleagues will see it, told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backend.events.models import Event
from backend.initiatives.models import Initiative
from backend.initiatives.permissions import require_for
from backend.initiatives.stages import Stage
from backend.organisations.http import HttpRequest
from backend.photos.forms import photo_keep, photo_of
from backend.successes import presenting, selectors, services
from backend.successes.events import SuccessChanged
from backend.successes.forms import StoryForm
from backend.successes.models import Success
from backend.tenancy.models import VersionConflict
from backend.web.answers import done
from backend.web.holders import form_on
from backend.web.limits import takes_photo
from backend.web.middleware import not_taken
from backend.web.permissions import allow
from backend.web.versions import sent_version

METHODS = ["GET", "POST"]


@takes_photo
@allow("success_tell")
@require_http_methods(METHODS)
def success_tell(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Polish the drafted story, and tell it to the organisation."""
    initiative = _initiative(request, uid, "success_tell")
    if initiative.stage not in {Stage.DONE, Stage.CELEBRATED}:
        return _not_yet(request, initiative)
    if request.method != "POST":
        return _page(request, initiative, _form(request, initiative))
    success, refused = _saved(request, initiative)
    if refused is not None or success is None:
        return refused or _not_yet(request, initiative)
    services.success_tell(act=request.act, success=success)
    undo = reverse("successes:success_untell", args=[request.organisation.slug, success.uid])
    messages.success(request, _("The story has been told."), extra_tags=f"undo:{undo}")
    return redirect("successes:announcement_request", request.organisation.slug, success.uid)


@takes_photo
@allow("success_change")
@form_on("successes:success_tell", "uid")
def success_change(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Save the story as it is so far, told or not."""
    initiative = _initiative(request, uid, "success_change")
    if initiative.stage not in {Stage.DONE, Stage.CELEBRATED}:
        return _not_yet(request, initiative)
    success, refused = _saved(request, initiative)
    if refused is not None or success is None:
        return refused or _not_yet(request, initiative)
    undo = _undo_url(request, success)
    messages.success(request, _("Saved."), extra_tags=f"undo:{undo}" if undo else "")
    return redirect(_shown(request, success))


@allow("success_change_undo")
@form_on("successes:success_tell", "uid")
def success_change_undo(request: HttpRequest, uid: UUID, event: UUID) -> HttpResponse:
    """Put back what one change of the story replaced."""
    initiative = _initiative(request, uid, "success_change_undo")
    success = get_object_or_404(Success, initiative=initiative)
    change = get_object_or_404(
        Event, uid=event, kind=SuccessChanged.KIND, subject_type="success", subject_id=success.pk
    )
    text = _("Put back.")
    try:
        services.success_change_undo(act=request.act, event=change)
    except VersionConflict:
        text = _("Somebody has changed it since: take a look first.")
    except ValidationError as error:
        text = " ".join(error.messages)
    return done(request, text, to=_shown(request, success))


@takes_photo
@allow("success_preview")
@form_on("successes:success_tell", "uid")
def success_preview(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The story as typed so far, as colleagues will see it; nothing is saved."""
    initiative = _initiative(request, uid, "success_preview")
    form = _form(request, initiative)
    form.asks = False
    if request.htmx:
        context = {"story": _as_read(request, initiative, form)}
        return not_taken(render(request, "successes/success_tell.html#preview", context))
    return not_taken(_page(request, initiative, form))


@allow("success_later")
@form_on("initiatives:initiative_detail", "uid")
def success_later(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Not now: it waits for this person no longer, for a month."""
    initiative = _initiative(request, uid, "success_later")
    services.success_put_off(act=request.act, initiative=initiative)
    undo = reverse("successes:success_later_undo", args=[request.organisation.slug, uid])
    return done(request, _("Good. We will leave it for a month."), undo=undo)


@allow("success_later_undo")
@form_on("initiatives:initiative_detail", "uid")
def success_later_undo(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Let it wait for this person again."""
    initiative = _initiative(request, uid, "success_later_undo")
    services.success_put_off_undo(act=request.act, initiative=initiative)
    return done(request, _("Taken back."))


def _initiative(request: HttpRequest, uid: UUID, action: str) -> Initiative:
    found: Initiative = get_object_or_404(
        Initiative.objects.select_related("unit__parent", "success__photo", "success__words"),
        uid=uid,
    )
    require_for(request.membership, action, found)
    return found


def _undo_url(request: HttpRequest, success: Success) -> str:
    """The undo of what was just saved; none where nothing was changed."""
    last = selectors.change_of_story(success=success)
    if last is None or str(success.version) == request.POST.get("version"):
        return ""
    args = [request.organisation.slug, success.initiative.uid, last.uid]
    return reverse("successes:success_change_undo", args=args)


def _shown(request: HttpRequest, success: Success) -> str:
    """Where the story stands: among the successes, or still with its A-team."""
    slug = request.organisation.slug
    if success.told_at:
        return reverse("successes:success_detail", args=[slug, success.uid])
    return reverse("successes:success_tell", args=[slug, success.initiative.uid])


def _not_yet(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    messages.error(request, _("Finish the initiative first, then tell its story."))
    return redirect("initiatives:initiative_detail", request.organisation.slug, initiative.uid)


def _success(request: HttpRequest, initiative: Initiative) -> Success:
    """The success as it is kept, else its draft as it would be."""
    known: Success | None = getattr(initiative, "success", None)
    if known is not None:
        return known
    values = services.draft_values(initiative=initiative)
    return Success(organisation=request.organisation, initiative=initiative, **values)


def _form(request: HttpRequest, initiative: Initiative) -> StoryForm:
    success = _success(request, initiative)
    initial = {name: getattr(success, name) for name in ("title", "story", "thanks")}
    words = selectors.words_shown(success)
    # Once somebody saved it, the story is one text of their own.
    in_parts = success.pk is None and "story" not in request.POST
    if in_parts:
        initial |= vars(services.draft_parts(initiative=initiative))
    return StoryForm(
        request.POST or None,
        request.FILES or None,
        initial={**initial, "words": str(words.uid) if words else ""},
        initiative=initiative,
        in_parts=in_parts,
        membership=request.membership,
        standing=success.photo,
    )


def _saved(
    request: HttpRequest, initiative: Initiative
) -> tuple[Success | None, HttpResponse | None]:
    """The success with what was typed, or the page that says why not."""
    form = _form(request, initiative)
    if not form.is_valid():
        return None, _page(request, initiative, form, status=422)
    try:
        return _save(request, initiative, form), None
    except VersionConflict as conflict:
        form.add_error(
            None,
            _(
                "This was changed meanwhile, by somebody else or in another tab. Look, and save once more."
            ),
        )
        return None, _page(request, initiative, form, status=409, theirs=conflict.theirs)
    except ValidationError as error:
        form.add_error(None, error)
        return None, _page(request, initiative, form, status=422)


def _save(request: HttpRequest, initiative: Initiative, form: StoryForm) -> Success:
    """Save it, photo and all."""
    fields = {name: form.cleaned_data[name] for name in ("title", "story", "thanks", "words")}
    with photo_of(form, request.act) as photo:
        return services.success_save(
            act=request.act,
            initiative=initiative,
            version=sent_version(request, 1),
            **fields,
            **photo,
        )


def _as_read(request: HttpRequest, initiative: Initiative, form: StoryForm) -> presenting.Story:
    """The story with what stands in the form, whether it could be saved or not."""
    success = _success(request, initiative)
    for name in ("title", "thanks"):
        setattr(success, name, str(form[name].value() or "").strip())
    success.story = form.story_text
    chosen = str(form["words"].value() or "")
    success.words = next((w for w in form.choosable if str(w.uid) == chosen), None)
    if form.is_bound and request.POST.get("photo_remove"):
        success.photo = None
    success.photo = form.waiting or success.photo
    if success.photo is not None and form.is_bound:
        success.photo.alt = str(form["photo_alt"].value() or "")
    steps = list(selectors.steps_told(initiative=initiative))
    return presenting.story(success, steps)


def _page(
    request: HttpRequest,
    initiative: Initiative,
    form: StoryForm,
    status: int = 200,
    theirs: Any = None,
) -> HttpResponse:
    if form.is_bound:
        photo_keep(form, request)
    success = _success(request, initiative)
    context = {
        "nav": "successes",
        "form": form,
        "initiative": initiative,
        "success": success,
        "theirs": theirs,
        "version": theirs.version if theirs else (request.POST.get("version") or success.version),
        "words_kept": selectors.words_kept_count(initiative=initiative),
        "photo": success.photo,  # as kept, whatever the form says of it
        "story": _as_read(request, initiative, form),
    }
    return render(request, "successes/success_tell.html", context, status=status)
