"""Signed invitations: valid for two weeks, and only until they are renewed or accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.core import signing

from backend.organisations.models import Membership, MembershipState

SALT = "stapsteen.invitation"
VALID_FOR = timedelta(days=14)


class Link(StrEnum):
    """What is the matter with an invitation's link."""

    OPEN = "open"
    USED = "used"
    RENEWED = "renewed"
    EXPIRED = "expired"
    ENDED = "ended"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Opened:
    """A link as it stands now, and whom it is for; nobody where it is none of ours."""

    link: Link
    membership: Membership | None = None


def token(membership: Membership) -> str:
    """What stands in the link of the invitation mail."""
    invited_at = membership.invited_at
    moment = invited_at.isoformat() if invited_at else ""
    return signing.dumps([membership.pk, moment], salt=SALT)


def read(value: str) -> Opened:
    """What this link is worth now."""
    try:
        pk, moment = signing.loads(value, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return Opened(Link.UNKNOWN)
    found: Membership | None = (
        Membership._base_manager.select_related("person", "organisation", "unit", "invited_by")
        .filter(pk=pk)
        .first()
    )
    return Opened(_worth(found, value, moment), found) if found else Opened(Link.UNKNOWN)


def opened(value: str) -> Membership | None:
    """The invited membership, or None where the link is expired, tampered with, used or renewed."""
    found = read(value)
    return found.membership if found.link == Link.OPEN else None


def _worth(membership: Membership, value: str, moment: str) -> Link:
    if membership.state == MembershipState.ACTIVE:
        return Link.USED
    if membership.state == MembershipState.LEFT or not membership.person.is_active:
        return Link.ENDED
    if membership.invited_at is None or membership.invited_at.isoformat() != moment:
        return Link.RENEWED
    try:
        signing.loads(value, salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        return Link.EXPIRED
    return Link.OPEN
