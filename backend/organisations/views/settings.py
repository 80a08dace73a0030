"""My own profile, and how the organisation is set."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backend.events import selectors as events
from backend.organisations import services
from backend.organisations.forms import OrganisationForm, ProfileForm
from backend.organisations.http import HttpRequest
from backend.organisations.roles import Role
from backend.organisations.views.forms import attempt, form_page, sent_seen
from backend.web import ways_back
from backend.web.permissions import allow


@allow("profile")
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """My name and language; the way to my password and to what I am mailed.

    The name is asked on the first visit too, where an invitation told none.
    """
    person = request.membership.person
    form = ProfileForm(
        request.POST or None, initial={"name": person.name, "language": person.language}
    )
    if form.is_valid() and attempt(
        form, services.person_change, person=person, **form.cleaned_data
    ):
        if request.POST.get("from") == "my_steps":
            messages.success(request, _("Thank you, %(name)s.") % {"name": person.first_name})
            return redirect(ways_back.home(request))
        with translation.override(person.language or translation.get_language()):
            messages.success(request, _("Saved."))
        return redirect("organisations:profile", request.organisation.slug)
    return form_page(request, "organisations/profile.html", form)


@allow("settings")
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """The organisation's name, language, working days and quiet hours."""
    names = OrganisationForm.base_fields
    initial = {name: getattr(request.organisation, name) for name in names}
    form = OrganisationForm(request.POST or None, initial=initial)
    if form.is_valid() and attempt(
        form, services.organisation_change, act=request.act, seen=sent_seen(request),
        **form.cleaned_data,
    ):  # fmt: skip
        messages.success(request, _("Saved."))
        return redirect("organisations:settings", request.organisation.slug)
    held = events.holders(seconds=events.HELD_SECONDS) if _may_see_the_server(request) else []
    return form_page(
        request, "organisations/settings.html", form, of=request.organisation, held=held
    )


def _may_see_the_server(request: HttpRequest) -> bool:
    """Whose database program holds us back is for who can call somebody about it."""
    return Role.ADMINISTRATOR in request.membership.roles
