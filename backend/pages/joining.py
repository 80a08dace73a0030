"""Coming in: by the link of an invitation, or by what waits for somebody who signed in without it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from django_scopes import scope

from backend.organisations import invitations, selectors, services
from backend.organisations.invitations import Link
from backend.organisations.models import Membership
from backend.web.holders import form_on
from backend.web.permissions import public

BACKEND = "django.contrib.auth.backends.ModelBackend"
# In the session: which invitations were put off until the next time somebody signs in.
PUT_OFF = "invitations put off"


@public
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button: only pressing it accepts, opening the link changes nothing."""
    found = invitations.read(token)
    member = found.membership
    is_theirs = member is not None and member.person_id == request.user.pk
    if member is not None and found.link == Link.USED and is_theirs:
        return redirect("pages:my_steps", member.organisation.slug)
    if member is None or found.link != Link.OPEN:
        return _gone(request, found.link)
    if request.user.is_authenticated and not is_theirs:
        status = 200 if request.method == "GET" else 403
        return render(request, "pages/invitation_other.html", {"invited": member}, status=status)
    if member.person.last_login is not None and not is_theirs:
        # A link that is passed on must not open an account that somebody uses.
        return redirect_to_login(request.get_full_path())
    if request.method == "GET":
        return render(request, "pages/invitation.html", {"invited": member})
    return _accept(request, member)


@public
@never_cache
@login_required
@require_GET
def invitation_list(request: HttpRequest) -> HttpResponse:
    """The invitations that wait for whoever signed in: the address is proven, so is the right."""
    return offers_page(request, offers(request))


@public
@login_required
@form_on("root:invitation_list")
def invitation_accept(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take part, without the link: by having signed in with the address that was invited."""
    open_ones = selectors.invitations_open(person=request.user)  # type: ignore[arg-type]
    return _accept(request, get_object_or_404(open_ones, uid=uid))


@public
@login_required
@form_on("root:invitation_list")
def invitation_later(request: HttpRequest) -> HttpResponse:
    """Not now: asked again the next time somebody signs in."""
    request.session[PUT_OFF] = [str(one.uid) for one in offers(request)]
    return redirect("root:home")


def offers(request: HttpRequest) -> list[Membership]:
    """The open invitations of whoever signed in, in every organisation."""
    return list(selectors.invitations_open(person=request.user))  # type: ignore[arg-type]


def offers_at_once(request: HttpRequest) -> list[Membership]:
    """Those that were not put off since signing in."""
    put_off = request.session.get(PUT_OFF, [])
    return [one for one in offers(request) if str(one.uid) not in put_off]


def offers_page(request: HttpRequest, open_ones: list[Membership]) -> HttpResponse:
    """The page that offers them, or says that there are none."""
    return render(request, "pages/invitation_list.html", {"offers": open_ones})


def _accept(request: HttpRequest, member: Membership) -> HttpResponse:
    try:
        with scope(organisation=member.organisation):
            services.membership_accept(membership=member)
    except ValidationError:
        return _gone(request, Link.ENDED)
    if request.user.pk != member.person_id:
        login(request, member.person, backend=BACKEND)
    messages.success(request, _("Welcome! Your first small step can be very small."))
    return redirect("pages:my_steps", member.organisation.slug)


def _gone(request: HttpRequest, link: Link) -> HttpResponse:
    return render(request, "pages/invitation_gone.html", {"link": link}, status=410)
