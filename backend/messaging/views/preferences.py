"""My preferences: what I want to be mailed about."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from backend.messaging import selectors, services
from backend.messaging.models import SuccessMail
from backend.organisations.http import HttpRequest
from backend.web.permissions import allow


class PreferenceForm(forms.Form):
    """What I want to be mailed about."""

    success_mail = forms.ChoiceField(
        label=gettext_lazy("Successes of colleagues"),
        choices=[
            (SuccessMail.AT_ONCE, gettext_lazy("By e-mail, at once")),
            (SuccessMail.NONE, gettext_lazy("No e-mail; I read them here")),
        ],
        widget=forms.RadioSelect,
    )
    reminders = forms.BooleanField(
        label=gettext_lazy("Send me gentle reminders of what waits for me"), required=False
    )
    help_mail = forms.BooleanField(
        label=gettext_lazy("Tell me at once when somebody in my A-team is stuck, or helps me"),
        required=False,
    )


@allow("preferences")
@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """What I am mailed about."""
    chosen = selectors.preference_of(membership=request.membership)
    initial = {
        "success_mail": chosen.success_mail,
        "reminders": chosen.reminders,
        "help_mail": chosen.help_mail,
    }
    form = PreferenceForm(request.POST or None, initial=initial)
    if form.is_valid():
        services.preference_change(act=request.act, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("messaging:preferences", request.organisation.slug)
    status = 422 if form.is_bound else 200
    return render(request, "messaging/preferences.html", {"form": form}, status=status)
