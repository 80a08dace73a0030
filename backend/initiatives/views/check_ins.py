"""How is it going?"""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backend.initiatives import selectors, services, stuck
from backend.initiatives.forms import CheckInForm, refuse
from backend.initiatives.models import Answer, CheckIn, Initiative
from backend.initiatives.permissions import require_for
from backend.organisations.http import HttpRequest
from backend.web.answers import done, page
from backend.web.holders import form_on
from backend.web.permissions import allow


@allow("check_in")
@require_http_methods(["GET", "POST"])
def check_in(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Answer where the question stands; who is stuck says in a sentence what holds them up."""
    initiative = get_object_or_404(Initiative, uid=uid)
    require_for(request.membership, "check_in", initiative)
    stuck.mark(initiative, request.membership)
    taken_back = selectors.sentence_taken_back(membership=request.membership, initiative=initiative)
    initial = {"answer": Answer.STUCK, "sentence": taken_back}
    form = CheckInForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            given = services.check_in(act=request.act, initiative=initiative, **form.cleaned_data)
        except ValidationError as error:
            refuse(form, error)
        else:
            undo = reverse("initiatives:check_in_undo", args=[request.organisation.slug, given.uid])
            return done(request, _heard(given), undo=undo)
    context = {"form": form, "initiative": initiative, "nav": "steps"}
    status = 422 if form.is_bound else 200
    return page(request, "initiatives/check_in.html#stuck", context, status=status)


def _heard(given: CheckIn) -> str:
    if given.answer == Answer.GOING_WELL:
        return _("Good to hear.")
    if given.answer == Answer.STUCK:
        return _who_hears(given)
    return _("Fine, we will ask again in a week.")


def _who_hears(given: CheckIn) -> str:
    """No more than what happens: who hears of it now."""
    if not stuck.hearers(check_in=given).exists():
        return _("Noted. You are alone in this A-team: add a colleague, and two of you know.")
    if given.manager_asked:
        return _("Noted. Your programme manager is being told.")
    return _("Noted. Your A-team is being told.")


@allow("check_in_undo")
@form_on("home")
def check_in_undo(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take an answer back."""
    given = get_object_or_404(CheckIn.objects.select_related("initiative"), uid=uid)
    require_for(request.membership, "check_in_undo", given.initiative)
    services.check_in_undo(act=request.act, check_in=given)
    return done(request, _("Taken back."))
