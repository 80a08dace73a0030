"""Pages outside any organisation: the way in, the first run, the language."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods

from backend.organisations import selectors, services
from backend.organisations.forms import FirstRunForm
from backend.organisations.models import Membership, Organisation
from backend.organisations.roles import Role
from backend.pages import joining
from backend.web.holders import form_on
from backend.web.permissions import public

BACKEND = "django.contrib.auth.backends.ModelBackend"


@public
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """To where somebody begins; to a choice among several organisations; else to the way in.

    What waits for them comes first: an invitation that they did not open.
    """
    if not request.user.is_authenticated:
        started = Organisation.objects.exists()
        return redirect("account_login" if started else "root:first_run")
    offered = joining.offers_at_once(request)
    if offered:
        return joining.offers_page(request, offered)
    found = list(selectors.memberships_of(person=request.user))  # type: ignore[arg-type]
    if len(found) == 1:
        return redirect(beginning(found[0]), found[0].organisation.slug)
    context = {"memberships": found, "put_off": joining.offers(request)}
    return render(request, "pages/home.html", context)


def beginning(membership: Membership) -> str:
    """Who leads begins at the board; who takes steps too, at their own."""
    leads = Role.LEADERSHIP in membership.roles and Role.AMBASSADOR not in membership.roles
    return "board:board" if leads else "pages:my_steps"


@public
@require_http_methods(["GET", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    """The first organisation of an empty installation; afterwards this page is gone."""
    if Organisation.objects.exists():
        return redirect("root:home")
    form = FirstRunForm(
        request.POST or None, initial={"language": translation.get_language() or "nl"}
    )
    if form.is_valid():
        try:
            membership = services.first_organisation_start(**form.organisation)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if membership is None:
                return redirect("root:home")
            login(request, membership.person, backend=BACKEND)
            return redirect("pages:my_steps", membership.organisation.slug)
    status = 422 if form.is_bound else 200
    return render(request, "pages/first_run.html", {"form": form}, status=status)


@public
@form_on("root:home")
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language: kept with the person, or in a cookie before signing in."""
    chosen = request.POST.get("language", "")
    target = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    # A word that is no path would be taken for the name of a view.
    if not (ours and target.startswith("/")):
        target = "/"
    response = redirect(target)
    if chosen in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            services.person_change(person=request.user, language=chosen)  # type: ignore[arg-type]
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, chosen, max_age=31_536_000, samesite="Lax",
            httponly=True, secure=request.is_secure(),
        )  # fmt: skip
    return response
