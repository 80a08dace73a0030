"""Signed links of e-mails: who, what and about which row; nothing has to be stored for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from backend.events.acts import Act, Source
from backend.organisations.models import Membership, MembershipState

SALT = "stapsteen.mail"
VALID_FOR = timedelta(days=60)
# Whoever finds an old mail must still be able to stop the next one.
STOP_VALID_FOR = timedelta(days=3 * 365)
STOP = "stop-"


@dataclass(frozen=True)
class Link:
    """What a link may do: `action` for this membership, about this row (0 for none)."""

    membership: Membership
    action: str
    subject_id: int

    @property
    def act(self) -> Act:
        """What somebody does by the link of a message."""
        return Act.by(self.membership, source=Source.MESSAGE)


def sign(*, membership_id: int, action: str, subject_id: int = 0) -> str:
    """The token of a link."""
    return signing.dumps([membership_id, action, subject_id], salt=SALT, compress=False)


def url(*, membership_id: int, action: str, subject_id: int = 0) -> str:
    """The whole address of a page with one button."""
    token = sign(membership_id=membership_id, action=action, subject_id=subject_id)
    return settings.PUBLIC_URL + reverse("mail:mail_action", args=[token])


def opened(token: str) -> Link | None:
    """What the link may do, or None: expired, tampered with, or of somebody who left."""
    try:
        membership_id, action, subject_id = signing.loads(token, salt=SALT, max_age=STOP_VALID_FOR)
        if not action.startswith(STOP):
            signing.loads(token, salt=SALT, max_age=VALID_FOR)
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None
    membership = (
        Membership._base_manager.select_related("person", "organisation", "unit")
        .filter(pk=membership_id, state=MembershipState.ACTIVE)
        .first()
    )
    return Link(membership, str(action), int(subject_id)) if membership else None
