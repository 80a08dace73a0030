"""Finished initiatives and told successes for tests, made through the services."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from backend.events.acts import Act
from backend.initiatives import services as initiatives
from backend.initiatives.models import Initiative, StepKind
from backend.listening.models import Consent
from backend.organisations.models import Membership
from backend.successes import services
from backend.successes.models import Announcement, Audience, Success
from tests.acting import by

TITLE = "Meterstand via foto"
SAID = "Ik zit op mijn knieën in de meterkast, leesbril in de ene hand."
SECRET = "Zeg maar niet dat ik dit zei over mijn buurman."


def finished(
    actor: Membership, *, words: str = SAID, consent: str = Consent.ORGANISATION, **fields: Any
) -> Initiative:
    """An initiative of `actor` with two steps, a customer's words and an ending."""
    today = actor.organisation.today()
    initiative = initiatives.initiative_start(
        **{"act": by(actor), "title": TITLE, "unit": actor.unit, **fields}
    )
    initiatives.step_log(
        act=by(actor),
        initiative=initiative,
        text="In drie meterkasten gekeken",
        label="3 meterkasten",
        kind=StepKind.LISTENED,
        done_on=today - timedelta(days=9),
        words_text=words,
        said_by="Een klant van 71",
        consent=consent,
    )
    initiatives.step_log(
        act=by(actor),
        initiative=initiative,
        text="Iedereen mag een foto sturen.",
        label="voor iedereen",
        kind=StepKind.CHANGED,
        done_on=today - timedelta(days=2),
    )
    return initiatives.initiative_finish(
        act=by(actor),
        initiative=initiative,
        surprise="Ook jonge mensen kiezen de foto",
        keeper="Meterstanden kijkt elke maand",
    )


def drafted(actor: Membership, **fields: Any) -> Success:
    """The draft of a finished initiative of `actor`."""
    return services.success_draft(act=by(actor), initiative=finished(actor, **fields))


def told(actor: Membership, **fields: Any) -> Success:
    """A success that `actor` told."""
    return services.success_tell(act=by(actor), success=drafted(actor, **fields))


def announced(
    actor: Membership | Act, success: Success | None = None, **fields: Any
) -> Announcement:
    """A success on its way to the whole organisation."""
    return services.announcement_request(
        **{
            "act": by(actor),
            "success": success or told(by(actor).actor),
            "audience": Audience.ORGANISATION,
            **fields,
        }
    )


def begun(announcement: Announcement) -> Announcement:
    """Its first messages were written: it is too late to call it back."""
    Announcement.objects.filter(pk=announcement.pk).update(begun_at=timezone.now())
    announcement.refresh_from_db()
    return announcement
