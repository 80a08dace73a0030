"""Signing in by code, where the library leaves somebody without a word."""

from __future__ import annotations

from typing import Any

from allauth.account.views import ConfirmLoginCodeView
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _


class ConfirmCode(ConfirmLoginCodeView):
    """The page that waits for the code; it says so when the code is too old."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        # Without a process the library sends them back to ask for a code, and does not say why.
        if request.method == "POST" and not getattr(self, "_process", None):
            messages.error(request, _("That code is too old. Ask for a new one."))
        return response
