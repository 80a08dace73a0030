"""`Authorization: Bearer stap_…` names the organisation; without it, 401."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from backend.api import services
from backend.api.models import Token


class TokenAuthentication(BaseAuthentication):
    """Finds the token by its hash, across organisations: it is the token that says which one.

    One whose issuer no longer takes part, or may no longer issue any, does not work: they may still
    know it.
    """

    def authenticate(self, request: Request) -> tuple[None, Token] | None:
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != b"bearer":
            return None
        if len(parts) != 2:
            raise AuthenticationFailed(_("Write: Authorization: Bearer, then the token."))
        plain = parts[1].decode("ascii", "replace")
        token: Token | None = (
            Token._base_manager.select_related("organisation")
            .filter(
                digest=services.digest(plain),
                revoked_at=None,
            )
            .filter(services.in_force())
            .first()
        )
        if token is None:
            raise AuthenticationFailed(_("This token is not valid, or was revoked."))
        today = timezone.now().date()
        if token.last_used_on != today:
            Token._base_manager.filter(pk=token.pk).update(last_used_on=today)
        return None, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class HasToken(BasePermission):
    """Only requests that came with a valid token."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return isinstance(request.auth, Token)


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[misc]
    """How the description of the API names it."""

    target_class = "backend.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
