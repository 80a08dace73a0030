"""The way in, on our terms: its mails are deliveries, and nobody learns who has an account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from backend.accounts import devices, limits
from backend.messaging import services
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

    def is_safe_url(self, url: str | None) -> bool:
        """An address of ours, and a path: a bare word would lead to a page that is not there."""
        return bool(url) and str(url).startswith("/") and bool(super().is_safe_url(url))

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

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where somebody tries from, as limits count it: a known device stands for itself."""
        typed = request.POST.get("login") or request.POST.get("email") or ""
        device = devices.known(request, typed)
        return f"device-{device.id}" if device else str(super().get_client_ip(request))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # The library counts by person alone: whoever knows an address could lock its owner out.
        return limits.by_person(request, credentials.get("email", ""))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Owe the person this mail. An address without an account gets none, and no one can tell:
        the same is written down for it, and forgotten at once, so that it takes as long."""
        found = Person.objects.filter(email__iexact=email).first()
        person = context.get("user") or found
        kind = template_prefix.rsplit("/", 1)[-1]
        if kind in NOTICES and isinstance(person, Person):
            services.delivery_request(message="account_notice", person=person, secret={"to": email})
        elif kind in _ASKED:
            message, secret = _ASKED[kind](context)
            is_known = isinstance(person, Person) and person.is_active and kind != "unknown_account"
            services.delivery_ask(
                message=message, person=person if is_known else None, secret=secret
            )


def _ours(url: str) -> str:
    """At our own public address, whatever host the request was sent to."""
    return str(settings.PUBLIC_URL) + urlsplit(url).path


_ASKED: dict[str, Callable[[dict[str, Any]], tuple[str, str]]] = {
    "login_code": lambda context: ("sign_in_code", context["code"]),
    "password_reset_key": lambda context: ("password_reset", _ours(context["password_reset_url"])),
    "unknown_account": lambda context: ("sign_in_code", _ours(context["signup_url"])),
}
