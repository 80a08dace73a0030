"""Taking a told success back from its own page, and telling it after all."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.initiatives.permissions import relations
from backend.organisations.http import HttpRequest
from backend.organisations.permissions import Relation, allow
from backend.successes import services
from backend.successes.models import Success
from backend.web.answers import done, refused
from backend.web.holders import form_on


@allow("success_untell")
@form_on("successes:success_detail", "uid")
def success_untell(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Nobody reads it any more; it is a draft again."""
    success = _success(uid)
    services.success_untell(act=request.act, success=success)
    slug = request.organisation.slug
    undo = reverse("successes:success_untell_undo", args=[slug, success.uid])
    text = _(
        "Taken back: it is a draft again, and nobody reads it here. Mail that was sent stays sent; the applause is kept."
    )
    return done(request, text, undo=undo, to=_next(request, success))


@allow("success_untell_undo")
@form_on("successes:success_detail", "uid")
def success_untell_undo(request: HttpRequest, uid: UUID) -> HttpResponse:
    """As it was told, with its day and its applause."""
    success = _success(uid)
    try:
        services.success_untell_undo(act=request.act, success=success)
    except ValidationError as error:
        return refused(request, error)
    page = reverse("successes:success_detail", args=[request.organisation.slug, success.uid])
    return done(request, _("It is told again."), to=page)


def _success(uid: UUID) -> Success:
    found: Success = get_object_or_404(
        Success.objects.select_related("initiative__organisation"), uid=uid
    )
    return found


def _next(request: HttpRequest, success: Success) -> str:
    """Where the draft stands; who told it and is not in the A-team any more goes to the stories."""
    slug = request.organisation.slug
    if Relation.A_TEAM in relations(request.membership, success.initiative):
        return reverse("successes:success_tell", args=[slug, success.initiative.uid])
    return reverse("successes:success_list", args=[slug])
