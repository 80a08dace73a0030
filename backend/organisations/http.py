"""The request as views of an organisation get it."""

from __future__ import annotations

from django.http import HttpRequest as DjangoRequest
from django_htmx.middleware import HtmxDetails

from backend.events.acts import Act
from backend.organisations.models import Membership, Organisation


class HttpRequest(DjangoRequest):
    """A request below `/o/<slug>/`: signed in, in one organisation, with one membership."""

    organisation: Organisation
    membership: Membership
    # What this request does, begun when it is first asked for.
    act: Act
    htmx: HtmxDetails
    # Where somebody may go who is refused here.
    instead: str
