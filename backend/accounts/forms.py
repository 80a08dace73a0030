"""The forms of the way in, with addresses and codes read as people copy them."""

from __future__ import annotations

from typing import Any

from allauth.account import forms
from allauth.account.adapter import get_adapter
from allauth.core import context
from django.utils.translation import gettext_lazy as _

from backend.accounts import limits
from backend.writing import fields


def _address() -> fields.AddressField:
    return fields.AddressField(label=_("E-mail address"), widget=_address_widget())


def _address_widget() -> Any:
    return fields.AddressField.widget(attrs={"autocomplete": "email"})


def _not_too_often(action: str, email: str) -> str:
    """The address, where it may be asked for once more from here."""
    if not limits.passes(context.request, action, email):
        raise get_adapter().validation_error("too_many_login_attempts")
    return email


class LoginForm(forms.LoginForm):  # type: ignore[misc]
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = _address()
        self.order_fields(["login", "password"])


class RequestLoginCodeForm(forms.RequestLoginCodeForm):  # type: ignore[misc]
    """Where a code may be sent to."""

    email = _address()

    def clean_email(self) -> str:
        return _not_too_often("request_login_code", super().clean_email())


class ResetPasswordForm(forms.ResetPasswordForm):  # type: ignore[misc]
    """Whose password is forgotten."""

    email = _address()

    def clean_email(self) -> str:
        return _not_too_often("reset_password", super().clean_email())


class ConfirmLoginCodeForm(forms.ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code that was mailed, with whatever dash or space it was copied."""

    code = fields.CodeField(
        label=_("Code"),
        widget=fields.CodeField.widget(attrs={"autocomplete": "one-time-code"}),
    )
