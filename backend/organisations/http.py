"""The request as views of an organisation get it."""

from __future__ import annotations

from django.http import HttpRequest as DjangoRequest
from django_htmx.middleware import HtmxDetails

from backend.organisations.models import Membership, Organisation


class HttpRequest(DjangoRequest):
    """A request below `/o/<slug>/`: signed in, in one organisation, with one membership."""

    organisation: Organisation
    membership: Membership
    htmx: HtmxDetails
    # Where somebody may go who is refused here.
    instead: str
