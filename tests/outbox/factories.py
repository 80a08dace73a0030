"""Deliveries for tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from backend.messaging.messages import Content, Message, register
from backend.organisations.models import Membership
from backend.outbox.models import Delivery, Priority

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


def always_open(organisation: Any) -> Any:
    """Works day and night, but for an hour that is just over: tests may run at any hour of any day."""
    now = timezone.now().astimezone(organisation.zone)
    organisation.quiet_from = (now - timedelta(hours=2)).time()
    organisation.quiet_until = (now - timedelta(hours=1)).time()
    organisation.working_days = [1, 2, 3, 4, 5, 6, 7]
    organisation.country = "XX"
    organisation.save()
    return organisation
