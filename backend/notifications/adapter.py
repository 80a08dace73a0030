"""The way in, on our terms: its mails are deliveries, and nobody learns who has an account."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from backend.notifications import services
from backend.organisations.models import Person

NOTICES = frozenset(
    {
        "password_changed",
        "password_reset",
        "password_set",
    }
)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sends nothing itself: what it would mail is written to the outbox, secrets encrypted."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come by invitation."""
        return False

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """As ever, with the person named."""
        named = {**(context or {}), "user": user}
        super().send_notification_mail(template_prefix, user, named, email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Owe the person this mail; an address without an account gets none, and no one can tell."""
        person = context.get("user") or Person.objects.filter(email__iexact=email).first()
        if not isinstance(person, Person) or not person.is_active:
            return
        kind = template_prefix.rsplit("/", 1)[-1]
        if kind == "login_code":
            services.delivery_request(message="sign_in_code", person=person, secret=context["code"])
        elif kind == "password_reset_key":
            services.delivery_request(
                message="password_reset", person=person, secret=_ours(context["password_reset_url"])
            )
        elif kind in NOTICES:
            services.delivery_request(message="account_notice", person=person, secret={"to": email})


def _ours(url: str) -> str:
    """At our own public address, whatever host the request was sent to."""
    return str(settings.PUBLIC_URL) + urlsplit(url).path
