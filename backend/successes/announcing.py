"""A success as a mail."""

from __future__ import annotations

from dataclasses import dataclass

from backend.organisations.models import Membership
from backend.successes.models import Success


@dataclass(frozen=True)
class Mail:
    subject: str
    html: str
    text: str


def mail_preview(*, success: Success, membership: Membership) -> Mail:
    """The mail as this colleague would get it."""
    return Mail(success.title, f"<h1>{success.title}</h1>", success.title)
