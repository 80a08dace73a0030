"""The page on which an administrator issues and revokes tokens."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import BooleanField, ExpressionWrapper
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from backend.api import services
from backend.api.models import Token
from backend.organisations.http import HttpRequest
from backend.web.holders import form_on
from backend.web.permissions import allow
from backend.writing import fields


class TokenForm(forms.Form):
    """What a token is for."""

    name = fields.NameField(
        label=gettext_lazy("What is it for?"),
        help_text=gettext_lazy("For example: our dashboard, the intranet."),
        max_length=80,
    )


@allow("token_list")
@require_GET
def token_list(request: HttpRequest) -> HttpResponse:
    """The tokens in use."""
    return _page(request, TokenForm())


@allow("token_issue")
@form_on("tokens:token_list")
def token_issue(request: HttpRequest) -> HttpResponse:
    """A new token, shown this once."""
    form = TokenForm(request.POST)
    if form.is_valid():
        try:
            _token, plain = services.token_issue(act=request.act, name=form.cleaned_data["name"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _page(request, TokenForm(), plain=plain)
    return _page(request, form, status=422)


@allow("token_revoke")
@form_on("tokens:token_list")
def token_revoke(request: HttpRequest, uid: UUID) -> HttpResponse:
    """End a token."""
    token = get_object_or_404(Token, uid=uid)
    services.token_revoke(act=request.act, token=token)
    messages.success(request, _("The token no longer works."))
    return redirect("tokens:token_list", request.organisation.slug)


def _page(
    request: HttpRequest, form: TokenForm, plain: str = "", status: int = 200
) -> HttpResponse:
    works = ExpressionWrapper(services.in_force(), output_field=BooleanField())
    tokens = Token.objects.filter(revoked_at=None).annotate(works=works).order_by("-id")
    context = {"form": form, "tokens": tokens, "plain": plain}
    response = render(request, "api/token_list.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
