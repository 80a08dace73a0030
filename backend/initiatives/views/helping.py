"""I'll help: one tap for a colleague who is stuck."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from backend.initiatives import services
from backend.initiatives.models import CheckIn
from backend.organisations.http import HttpRequest
from backend.web.answers import done, refused
from backend.web.holders import form_on
from backend.web.permissions import allow


@allow("help_offer")
@form_on("home")
def help_offer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Say so; who is stuck hears it."""
    given = _given(uid)
    try:
        services.help_offer(act=request.act, check_in=given)
    except ValidationError as error:
        return refused(request, error, fallback=_initiative(given))
    name = given.membership.person.first_name or given.membership.person.shown_name
    undo = reverse("initiatives:help_withdraw", args=[request.organisation.slug, given.uid])
    text = _("%(name)s is being told that you’re helping.") % {"name": name}
    return done(request, text, undo=undo, fallback=_initiative(given))


@allow("help_withdraw")
@form_on("home")
def help_withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take the offer back."""
    given = _given(uid)
    services.help_withdraw(act=request.act, check_in=given)
    return done(request, _("Taken back."), fallback=_initiative(given))


def _given(uid: UUID) -> CheckIn:
    found: CheckIn = get_object_or_404(
        CheckIn.objects.select_related("initiative__organisation", "membership__person"), uid=uid
    )
    return found


def _initiative(given: CheckIn) -> str:
    where = [given.initiative.organisation.slug, given.initiative.uid]
    return reverse("initiatives:initiative_detail", args=where)
