"""Deliveries for tests."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from backend.notifications.messages import Content, Message, register
from backend.notifications.models import Delivery, Priority
from backend.organisations.models import Membership

NOTE = "note"


def content(subject: str = "Een bericht", **fields: Any) -> Content:
    """What a message of these tests says."""
    return Content(**{"subject": subject, "heading": subject, "paragraphs": ("Dag.",), **fields})


def note(**fields: Any) -> None:
    """Make the message `note` known, as a test needs it."""
    register(Message(**{"kind": NOTE, "build": lambda delivery, language: content(), **fields}))


def owe(membership: Membership, **fields: Any) -> Delivery:
    """A bulk message to somebody, due now."""
    note() if "message" not in fields else None
    return Delivery.objects.create(
        **{
            "organisation_id": membership.organisation_id,
            "membership": membership,
            "message": NOTE,
            "dedupe_key": f"test:{uuid4()}",
            "priority": Priority.BULK,
            **fields,
        }
    )
