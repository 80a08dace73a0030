"""The organisation of a request, and who somebody is in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.validators import slug_re
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django_scopes import scope

from backend.events.acts import Act, Source
from backend.organisations import selectors
from backend.organisations.models import Membership, MembershipState

Answer = Callable[[HttpRequest], HttpResponse]


def _offered(request: HttpRequest, slug: str) -> HttpResponse:
    """To their open invitation, for who has one here; for everybody else there is nothing here."""
    waiting = selectors.invitations_open(person=request.user)  # type: ignore[arg-type]
    if request.method == "GET" and waiting.filter(organisation__slug=slug).exists():
        return redirect(settings.LOGIN_REDIRECT_URL)
    raise Http404


class OrganisationMiddleware:
    """Below `/o/<slug>/`: find the membership, answer 404 without one, and enter the scope."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        parts = request.path_info.split("/", 3)
        if request.user.is_authenticated and request.user.language:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        if len(parts) < 4 or parts[1] != "o":
            return self.get_response(request)
        if not slug_re.match(parts[2]):
            raise Http404
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        membership = (
            Membership.objects.model._base_manager.select_related("organisation", "unit")
            .filter(
                organisation__slug=parts[2],
                person_id=request.user.pk,
                state=MembershipState.ACTIVE,
            )
            .first()
        )
        if membership is None:
            return _offered(request, parts[2])
        membership.person = request.user
        request.membership = membership  # type: ignore[attr-defined]
        request.organisation = membership.organisation  # type: ignore[attr-defined]
        request.act = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: Act.by(membership, source=Source.PAGE)
        )
        with (
            scope(organisation=membership.organisation),
            timezone.override(membership.organisation.zone),
        ):
            response = self.get_response(request)
        # Nothing of an organisation stays behind in a browser that others use too.
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """Views below `/o/<slug>/` need no slug: it is in `request.organisation`."""
        if hasattr(request, "organisation"):
            kwargs.pop("organisation", None)
