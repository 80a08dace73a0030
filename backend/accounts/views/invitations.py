"""An invitation that did not arrive."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from backend.accounts import services
from backend.organisations.http import HttpRequest
from backend.organisations.models import Membership
from backend.web.holders import form_on
from backend.web.permissions import allow


@allow("invitation_again")
@form_on("organisations:people")
def invitation_again(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Send an invitation again that did not arrive; its link stays the same."""
    member = get_object_or_404(Membership.objects.select_related("person"), uid=uid)
    try:
        again = services.invitation_again(act=request.act, membership=member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        text = (
            _("The invitation is ready, and goes out as soon as it can.")
            if again
            else _("It is ready already, and goes out as soon as it can.")
        )
        messages.success(request, text)
    return redirect("organisations:people", request.organisation.slug)
