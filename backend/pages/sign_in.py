"""Signing in by code, where the library leaves somebody without a word."""

from __future__ import annotations

from typing import Any

from allauth.account.views import ConfirmLoginCodeView
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _


class ConfirmCode(ConfirmLoginCodeView):
    """The page that waits for the code; it says so when the code is too old."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        # Without a process the library sends them back to ask for a code, and does not say why.
        if request.method == "POST" and not getattr(self, "_process", None):
            messages.error(request, _("That code is too old. Ask for a new one."))
        return response

    def form_valid(self, form: Any) -> HttpResponseBase:
        """A code for an address that is not theirs any more opens nothing."""
        asked, person = self._process.state.get("email", ""), self._process.user
        if person is None or asked.lower() == person.email.lower():
            return super().form_valid(form)  # type: ignore[no-any-return]
        self._process.abort()
        messages.error(self.request, _("That code is too old. Ask for a new one."))
        return redirect("account_request_login_code")
