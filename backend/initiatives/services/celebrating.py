"""An initiative whose success is told, and one whose telling is taken back."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from backend.initiatives.models import Initiative
from backend.initiatives.services.initiatives import locked
from backend.initiatives.stages import Stage, may_move


@transaction.atomic
def initiative_celebrate(*, initiative: Initiative) -> Initiative:
    """Done → celebrated. The room above tells of it: `success_told` carries the stages.

    Raises `ValidationError` for an initiative that is not finished.
    """
    return _move(
        initiative, Stage.CELEBRATED, _("Finish the initiative first, then tell its story.")
    )


@transaction.atomic
def initiative_celebrate_undo(*, initiative: Initiative) -> Initiative:
    """Celebrated → done. Raises `ValidationError` for one that is not celebrated."""
    return _move(initiative, Stage.DONE, _("This story has not been told yet."))


def _move(initiative: Initiative, stage: Stage, refusal: str) -> Initiative:
    found = locked(initiative)
    if not may_move(found.stage, stage) or not found.closed_on:
        raise ValidationError(refusal)
    found.stage = stage
    found.save(update_fields=["stage"])
    return found
