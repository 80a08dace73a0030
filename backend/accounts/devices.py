"""Devices on which somebody signed in before: what others try elsewhere never locks them out there.

A device is a signed cookie with a random id and the people who signed in on it. It opens nothing: it
only has limits of its own, apart from those of the address it calls from.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from backend.organisations.models import Person
from backend.text import addresses
from backend.text.problems import Refused

COOKIE = "device"
SALT = "stapsteen.device"
MAX_AGE = 2 * 365 * 24 * 3600
# A counter at a desk that many share: the latest of them.
MOST_PEOPLE = 12


@dataclass(frozen=True)
class Device:
    """One browser, and the uids of those who signed in on it, the latest first."""

    id: str
    people: tuple[str, ...]


def read(request: HttpRequest) -> Device | None:
    """The device that this request comes from; None for a browser on which nobody signed in."""
    try:
        id_, people = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=MAX_AGE)
        return Device(str(id_), tuple(str(one) for one in people))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def known(request: HttpRequest, typed: str) -> Device | None:
    """The device, where whoever has this address signed in on it before.

    Without an address (a link from a mail names nobody) any device on which somebody did.
    """
    device = read(request)
    if device is None or not typed.strip():
        return device
    try:
        email = addresses.address(typed)
    except Refused:
        return None
    is_theirs = Person.objects.filter(email__iexact=email, uid__in=device.people).exists()
    return device if is_theirs else None


def signed_in(*, request: HttpRequest | None, user: Any, **_more: Any) -> None:
    """Receiver: from now on this device is theirs; the middleware tells it to the browser."""
    if request is not None:
        request.signed_in_now = str(user.uid)  # type: ignore[attr-defined]


class DeviceMiddleware:
    """Gives the browser on which somebody just signed in its cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        uid = getattr(request, "signed_in_now", "")
        if uid:
            _write(response, read(request), uid)
        return response


def _write(response: HttpResponse, before: Device | None, uid: str) -> None:
    others = [one for one in (before.people if before else ()) if one != uid]
    value = [before.id if before else secrets.token_hex(16), [uid, *others][:MOST_PEOPLE]]
    response.set_cookie(
        COOKIE, signing.dumps(value, salt=SALT), max_age=MAX_AGE, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
