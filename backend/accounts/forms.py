"""The forms of the way in, with addresses and codes read as people copy them."""

from __future__ import annotations

from typing import Any

from allauth.account import forms
from allauth.account.adapter import get_adapter
from allauth.core import context
from django import forms as django_forms
from django.http import HttpRequest
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
        return _not_too_often("request_login_code_from_here", super().clean_email())


class ResetPasswordForm(forms.ResetPasswordForm):  # type: ignore[misc]
    """Whose password is forgotten."""

    email = _address()

    def clean_email(self) -> str:
        return _not_too_often("reset_password_from_here", super().clean_email())


class ConfirmLoginCodeForm(forms.ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code that was mailed, with whatever dash or space it was copied."""

    code = fields.CodeField(
        label=_("Code"),
        widget=fields.CodeField.widget(attrs={"autocomplete": "one-time-code"}),
    )


class AddressForm(django_forms.Form):
    """The address that somebody wants to be written to, and their password where they have one."""

    email = fields.AddressField(
        label=_("New e-mail address"),
        widget=fields.AddressField.widget(attrs={"autocomplete": "email"}),
    )
    password = fields.PasswordField(
        label=_("Your password"),
        widget=django_forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.person = request, person
        if not person.has_usable_password():
            del self.fields["password"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        if not limits.passes(self.request, "change_address", str(self.person.pk)):
            raise get_adapter().validation_error("too_many_login_attempts")
        typed = cleaned.get("password")
        if typed is not None and not self.person.check_password(typed):
            self.add_error("password", _("This is not your password."))
        if cleaned["email"].lower() == self.person.email.lower():
            self.add_error("email", _("This is already your address."))
        return cleaned


class CodeForm(django_forms.Form):
    """The code that was mailed to the new address."""

    code = fields.CodeField(
        label=_("Code"), widget=fields.CodeField.widget(attrs={"autocomplete": "one-time-code"})
    )
