"""The way in, on our terms: its mails are deliveries, and nobody learns who has an account."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import timezone

from backend.notifications import services
from backend.organisations.models import Person


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sends nothing itself: what it would mail is written to the outbox, secrets encrypted."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come by invitation."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Owe the person this mail; an address without an account gets none, and no one can tell."""
        person = Person.objects.filter(email__iexact=email, is_active=True).first()
        if person is None:
            return
        kind = template_prefix.rsplit("/", 1)[-1]
        if kind == "login_code":
            services.delivery_request(message="sign_in_code", person=person, secret=context["code"])
        elif kind == "password_reset_key":
            services.delivery_request(
                message="password_reset", person=person, secret=context["password_reset_url"]
            )
        elif kind != "unknown_account":
            key = f"notice:{kind}:{person.pk}:{int(timezone.now().timestamp())}"
            services.delivery_request(message="account_notice", person=person, dedupe_key=key)
