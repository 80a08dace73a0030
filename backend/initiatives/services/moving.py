"""A step that was logged in the wrong initiative goes to the right one, with its words."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from backend.events import services as events
from backend.events.kinds import Kind
from backend.initiatives.models import Initiative, Step
from backend.initiatives.services.initiatives import words_link
from backend.initiatives.services.laying import stage_back, untouch
from backend.initiatives.services.moment import Moment
from backend.initiatives.services.words import initiative_words_remove
from backend.organisations.models import Membership


def homes(step: Step, wanted: Initiative | None) -> tuple[Initiative, Initiative]:
    """Where a step is and where it goes, both held; the same one where it stays.

    Raises `ValidationError` at `initiative` where one of the two is closed.
    """
    here = step.initiative_id
    there = here if wanted is None else wanted.pk
    # Always in one order, so that two who move to and fro never wait for each other.
    held = {
        found.pk: found
        for found in Initiative.objects.select_for_update()
        .filter(pk__in={here, there})
        .order_by("pk")
    }
    if here != there and not (held[here].is_open and held[there].is_open):
        raise ValidationError(
            {
                "initiative": _(
                    "A step goes from one open initiative to another. This one is closed."
                )
            }
        )
    return held[here], held[there]


def left(*, actor: Membership, step: Step, home: Initiative, when: Moment) -> None:
    """What it means for the initiative that a step left: as if it was never there."""
    stage_back(actor, home, when)
    untouch(home)
    if step.words is not None:
        words_link(actor=actor, initiative=step.initiative, words=step.words)
        initiative_words_remove(actor=actor, initiative=home, words=step.words)
    events.record(
        kind=Kind.STEP_MOVED,
        organisation=home.organisation,
        actor=actor,
        subject=home,
        payload={"initiative_id": home.pk, "step_id": step.pk, "to_id": step.initiative_id},
        **when.recorded,
    )
