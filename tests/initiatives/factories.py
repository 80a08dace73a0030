"""Initiatives and steps for tests, made through the services."""

from __future__ import annotations

from typing import Any

from backend.events.acts import Act
from backend.events.models import Event
from backend.initiatives import services
from backend.initiatives.models import Initiative, Step, StepKind
from backend.organisations.models import Membership
from tests.acting import by

TITLE = "Meterstand via foto"


def start(actor: Membership | Act, **fields: Any) -> Initiative:
    """An initiative of `actor`, in their own unit."""
    act = by(actor)
    return services.initiative_start(
        **{"act": act, "title": TITLE, "unit": act.actor.unit, **fields}
    )


def log(actor: Membership | Act, initiative: Initiative | None = None, **fields: Any) -> Step:
    """A step that `actor` tried today."""
    text = "Een foto van de meter gevraagd aan drie klanten"
    return services.step_log(
        **{
            "act": by(actor),
            "text": text,
            "kind": StepKind.TRIED,
            "initiative": initiative,
            **fields,
        }
    )


def kinds() -> list[str]:
    """What happened so far, in the order in which it was recorded."""
    return list(Event.objects.order_by("id").values_list("kind", flat=True))


def last_event() -> Event:
    return Event.objects.order_by("id").last()
