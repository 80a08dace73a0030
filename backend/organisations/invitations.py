"""Signed invitations: valid for two weeks, and only until they are renewed or accepted."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing

from backend.organisations.models import Membership, MembershipState

SALT = "stapsteen.invitation"
VALID_FOR = timedelta(days=14)


def token(membership: Membership) -> str:
    """What stands in the link of the invitation mail."""
    invited_at = membership.invited_at
    moment = invited_at.isoformat() if invited_at else ""
    return signing.dumps([membership.pk, moment], salt=SALT)


def opened(value: str) -> Membership | None:
    """The invited membership, or None where the link is expired, tampered with, used or renewed."""
    try:
        pk, moment = signing.loads(value, salt=SALT, max_age=VALID_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    membership: Membership | None = (
        Membership._base_manager.select_related("person", "organisation", "unit")
        .filter(pk=pk, state=MembershipState.INVITED)
        .first()
    )
    if membership is None or membership.invited_at is None:
        return None
    return membership if membership.invited_at.isoformat() == moment else None
