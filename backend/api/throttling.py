"""How often a token may ask."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from backend.api.models import Token


class PerToken(SimpleRateThrottle):
    """So many requests a minute for each token; a dashboard needs a handful.

    While the broker is away each process counts for itself (`backend.config.cache.LIMITS`).
    """

    rate = "300/min"
    scope = "token"

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        token = request.auth
        return f"limit:api:{token.pk}" if isinstance(token, Token) else None
