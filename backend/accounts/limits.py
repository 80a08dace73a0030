"""How often somebody may try to come in: counted by person *and* where from, never by person alone.

Who is tried from elsewhere must not be locked out by it. Where from is a known device, else the
address: the /64 of IPv6, for a single one has as many as it likes. See docs/decisions/0016.
"""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.http import HttpRequest

# Beside these there are limits by address alone, in the settings (ACCOUNT_RATE_LIMITS).
_RATES = {
    "request_login_code": "3/m/key",
    "reset_password": "5/m/key",
    "change_address": "3/m/key,10/h/key",
    "confirm_address": "20/h/key",
}


def by_person(request: HttpRequest, whose: str) -> str:
    """The key to count by: this person (their address), tried from here."""
    return f"{whose.lower()}:{ratelimit.get_ip(request)}"


def passes(request: HttpRequest, action: str, whose: str) -> bool:
    """Whether this may be tried once more; counts it."""
    return bool(
        ratelimit.consume(
            request,
            app="backend.accounts",
            action=action,
            config=_RATES,
            key=by_person(request, whose),
        )
    )
