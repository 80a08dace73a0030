"""Tokens: shown once when issued, kept as a hash, revoked for good."""

from __future__ import annotations

import hashlib
import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from backend.api.events import TokenIssued, TokenRevoked
from backend.api.models import Token
from backend.events import services as events
from backend.events.acts import Act
from backend.organisations.models import MembershipState
from backend.organisations.services.holding import unique
from backend.organisations.services.standing import still
from backend.web.permissions import TABLE
from backend.writing.texts import required_name

PREFIX = "stap_"


def digest(plain: str) -> str:
    """What is stored of a token: enough to recognise it, nothing to use it with.

    A plain SHA-256 suffices, because the token itself has 256 random bits.
    """
    return hashlib.sha256(plain.encode()).hexdigest()


def in_force() -> Q:
    """Of tokens, those whose issuer may issue one at this moment."""
    return Q(
        issued_by__state=MembershipState.ACTIVE,
        issued_by__roles__overlap=sorted(TABLE["token_issue"].roles),
    )


@transaction.atomic
def token_issue(*, act: Act, name: str) -> tuple[Token, str]:
    """A new token and its plain text, which is nowhere kept.

    Raises `ValidationError` for a name that an active token already has.
    """
    act = still(act, "token_issue")
    name = required_name("name", name, 80)
    told = ValidationError({"name": _("There is already a token with this name.")})
    if Token.objects.filter(name__iexact=name, revoked_at=None).exists():
        raise told
    plain = PREFIX + secrets.token_urlsafe(32)
    with unique("token_name_unique", told):
        token = Token.objects.create(
            organisation=act.organisation,
            name=name,
            prefix=plain[:10],
            digest=digest(plain),
            issued_by=act.actor,
        )
    events.record(act, TokenIssued(token_id=token.pk), subject=token)
    return token, plain


@transaction.atomic
def token_revoke(*, act: Act, token: Token) -> Token:
    """End a token; whoever uses it gets 401 from now on. Revoking twice is revoking once."""
    act = still(act, "token_revoke")
    token = Token.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at = act.at
        token.save(update_fields=["revoked_at"])
        events.record(act, TokenRevoked(token_id=token.pk), subject=token)
    return token
