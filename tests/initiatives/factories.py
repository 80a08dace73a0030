"""Initiatives and steps for tests, made through the services."""

from __future__ import annotations

from typing import Any

from backend.events.models import Event
from backend.initiatives import services
from backend.initiatives.models import Initiative, Step, StepKind
from backend.organisations.models import Membership

TITLE = "Meterstand via foto"


def start(actor: Membership, **fields: Any) -> Initiative:
    """An initiative of `actor`, in their own unit."""
    return services.initiative_start(
        **{"actor": actor, "title": TITLE, "unit": actor.unit, **fields}
    )


def log(actor: Membership, initiative: Initiative | None = None, **fields: Any) -> Step:
    """A step that `actor` tried today."""
    text = "Een foto van de meter gevraagd aan drie klanten"
    return services.step_log(
        **{
            "actor": actor,
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
