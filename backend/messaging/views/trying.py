"""The test of the mail settings: one message to whoever presses, followed until its outcome is known."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET

from backend.messaging import services
from backend.messaging.outcome import outcome
from backend.organisations.http import HttpRequest
from backend.outbox import ways_out
from backend.outbox.models import Delivery
from backend.web.answers import page
from backend.web.holders import form_on
from backend.web.permissions import allow

# After so long nothing seems to carry it, and nobody needs to go on looking.
LONG = timedelta(seconds=20)
LOOKED_AT = timedelta(minutes=5)


@allow("smtp_test")
@form_on("organisations:settings")
def smtp_test(request: HttpRequest) -> HttpResponse:
    """Owe the administrator one message, over the road of all mail."""
    owed = services.delivery_request(message="smtp_test", membership=request.membership)
    return redirect("messaging:smtp_test_detail", request.organisation.slug, owed.uid)


@allow("smtp_test_detail")
@require_GET
def smtp_test_detail(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What became of it; the page looks again until that is known."""
    owed = get_object_or_404(
        Delivery, uid=uid, organisation=request.organisation, message="smtp_test"
    )
    found, since = outcome(owed), timezone.now() - owed.created_at
    context = {
        "outcome": found,
        "way_out": ways_out.way_out(),
        "held": ways_out.is_held(organisation=request.organisation),
        "long": since > LONG,
        "moves": found.waits and since < LOOKED_AT,
        "owed": owed,
        "address": request.membership.person.email,
    }
    return page(request, "messaging/smtp_test.html#outcome", context)
