"""How often somebody may try to come in: counted by person *and* where from, never by person alone.

Who is tried from elsewhere must not be locked out by it. Where from is a known device, else the
address: the /64 of IPv6, for a single one has as many as it likes. See docs/decisions/0016.
"""

from __future__ import annotations

from allauth.core import ratelimit
from allauth.core.internal.ratelimit import get_ip
from django.http import HttpRequest


def by_person(request: HttpRequest, whose: str) -> str:
    """The key to count by: this person (their address), tried from here."""
    return f"{whose.lower()}:{get_ip(request)}"


def passes(request: HttpRequest, action: str, whose: str) -> bool:
    """Whether this may be tried once more, by ACCOUNT_RATE_LIMITS; counts it."""
    return bool(ratelimit.consume(request, action=action, key=by_person(request, whose)))
