"""Changing one's own address, in two pages: the new one, and the code that was mailed to it."""

from __future__ import annotations

import time
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.accounts import limits, services
from backend.accounts.forms import AddressForm, CodeForm
from backend.text.codes import code as read_code
from backend.web import ways_back

# In the session: the address that waits for its code.
WAITING = "address that waits"
KEEPS = 15 * 60
TRIES = 3


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def change_address(request: HttpRequest) -> HttpResponse:
    """Say the new address; a code goes there."""
    form = AddressForm(request.POST or None, request=request, person=request.user)
    if form.is_valid():
        email = form.cleaned_data["email"]
        code = services.address_ask(person=request.user, email=email)  # type: ignore[arg-type]
        request.session[WAITING] = {"email": email, "code": code, "at": time.time(), "tries": 0}
        return redirect("account_confirm_address")
    status = 422 if form.is_bound else 200
    return render(request, "account/change_address.html", {"form": form}, status=status)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def confirm_address(request: HttpRequest) -> HttpResponse:
    """Type the code: only now the address is theirs."""
    waiting = request.session.get(WAITING)
    if not waiting or time.time() - waiting["at"] > KEEPS or waiting["tries"] >= TRIES:
        request.session.pop(WAITING, None)
        if waiting:
            messages.error(request, _("That code is too old. Ask for a new one."))
        return redirect("account_change_address")
    form = CodeForm(request.POST or None)
    if form.is_valid() and _changed(request, form, waiting):
        messages.success(request, _("From now on you sign in with your new address."))
        return redirect(ways_back.entrance("begin"))
    context = {"form": form, "email": waiting["email"]}
    status = 422 if form.is_bound else 200
    return render(request, "account/confirm_address.html", context, status=status)


def _changed(request: HttpRequest, form: CodeForm, waiting: dict[str, Any]) -> bool:
    # Counted before it is weighed, so that many at once are no more tries.
    waiting["tries"] += 1
    request.session[WAITING] = waiting
    passes = limits.passes(request, "confirm_address", str(request.user.pk))
    typed, sent = form.cleaned_data["code"].lower(), read_code(waiting["code"]).lower()
    right = constant_time_compare(typed, sent)
    if passes and right:
        try:
            services.address_change(person=request.user, email=waiting["email"])  # type: ignore[arg-type]
        except ValidationError:
            pass
        else:
            del request.session[WAITING]
            return True
    # The same words whether the code is wrong or the address is taken meanwhile.
    form.add_error("code", _("Incorrect code."))
    return False
