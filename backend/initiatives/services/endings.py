"""How an initiative ends, and how it goes on after all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from backend.events import reading
from backend.events import services as events
from backend.events.acts import Act
from backend.events.changes import apply
from backend.initiatives import selectors
from backend.initiatives.events import InitiativeFinished, InitiativeResumed, InitiativeStopped
from backend.initiatives.models import Initiative
from backend.initiatives.permissions import require_for
from backend.initiatives.services.initiatives import TEXTS, locked
from backend.initiatives.services.touching import touched
from backend.initiatives.stages import Stage, may_move
from backend.writing.texts import optional_text, required_text


@transaction.atomic
def initiative_finish(
    *,
    act: Act,
    initiative: Initiative,
    surprise: str = "",
    keeper: str = "",
    closed_on: date | None = None,
) -> Initiative:
    """It is done: what surprised us, and who keeps it going? Both may be told later.

    Raises `ValidationError` without a step, for an initiative that is closed, or for a day that
    cannot be.
    """
    found = locked(initiative)
    require_for(act.actor, "initiative_finish", found)
    if found.stage == Stage.IDEA:
        raise ValidationError(_("Nothing has been done yet. Log one small step first."))
    texts = {
        "surprise": optional_text("surprise", surprise, TEXTS["surprise"]),
        "keeper": optional_text("keeper", keeper, TEXTS["keeper"]),
    }
    closing = _closed(act, found, Stage.DONE, closed_on)
    return _close(act, found, closing, texts)


@transaction.atomic
def initiative_stop(
    *,
    act: Act,
    initiative: Initiative,
    lesson: str,
    closed_on: date | None = None,
) -> Initiative:
    """It stops, and what was learned stays. Raises `ValidationError` without a lesson."""
    found = locked(initiative)
    require_for(act.actor, "initiative_stop", found)
    texts = {"lesson": required_text("lesson", lesson, TEXTS["lesson"])}
    closing = _closed(act, found, Stage.STOPPED, closed_on)
    return _close(act, found, closing, texts)


@transaction.atomic
def initiative_resume(
    *,
    act: Act,
    initiative: Initiative,
) -> Initiative:
    """It goes on; also the undo of finishing and stopping. What was learned is kept.

    Raises `ValidationError` for an initiative that is open, or celebrated already.
    """
    found = locked(initiative)
    require_for(act.actor, "initiative_resume", found)
    before, closed_on = found.stage, found.closed_on
    steps = selectors.steps_done(initiative=found).exists()
    after = Stage.DOING if steps else Stage.IDEA
    if found.is_open or not may_move(before, after):
        raise ValidationError(
            _("This cannot continue: it is not finished, or it has already been celebrated.")
        )
    found.stage, found.closed_on = after, None
    found.save(update_fields=["stage", "closed_on", *touched(found, act.at)])
    _record(act, InitiativeResumed, found, before, closed_on)
    return found


@transaction.atomic
def initiative_resume_undo(*, act: Act, initiative: Initiative) -> Initiative:
    """Undo of `initiative_resume`: closed again as it was, on the day it was.

    Raises `ValidationError` where nothing went on, or where it was closed anew since.
    """
    found = locked(initiative)
    require_for(act.actor, "initiative_resume_undo", found)
    last = selectors.last_ending(initiative=found)
    resumed = reading.told(last, InitiativeResumed)
    if last is None or resumed is None or not found.is_open:
        raise ValidationError(_("This initiative is closed already."))
    stage, day = resumed.stage_before, resumed.closed_on
    later = Q(logged_at__gt=last.happened_at) | Q(done_on__gt=day)
    went_on = selectors.steps_done(initiative=found).filter(later)
    unlearned = stage == Stage.STOPPED and not found.lesson
    if went_on.exists() or unlearned or not may_move(found.stage, stage):
        raise ValidationError(_("It has continued since. Finish or stop it again."))
    closing = _closed(act, found, stage, day)
    return _close(act, found, closing, {})


def _closed(
    act: Act, found: Initiative, stage: Stage, closed_on: date | None
) -> tuple[Stage, date]:
    if not may_move(found.stage, stage):
        raise ValidationError(_("This initiative is closed already."))
    day = closed_on or act.organisation.today()
    if not found.started_on <= day <= act.organisation.today():
        raise ValidationError({"closed_on": _("Choose a day between its start and today.")})
    return stage, day


def _close(
    act: Act,
    found: Initiative,
    closing: tuple[Stage, date],
    texts: dict[str, str],
) -> Initiative:
    before = found.stage
    changes = apply(found, {name: text for name, text in texts.items() if text})
    found.stage, found.closed_on = closing
    found.save(update_fields=[*changes, "stage", "closed_on", *touched(found, act.at)])
    ended = InitiativeFinished if found.stage == Stage.DONE else InitiativeStopped
    _record(act, ended, found, before, found.closed_on, changes=changes)
    return found


def _record(
    act: Act,
    kind: type[InitiativeFinished | InitiativeStopped | InitiativeResumed],
    found: Initiative,
    before: str,
    closed_on: date | None,
    *,
    changes: Mapping[str, tuple[str, str]] | None = None,
) -> None:
    happening = kind(
        unit_id=found.unit_id,
        process_id=found.process_id,
        stage_before=Stage(before),
        stage_after=Stage(found.stage),
        started_on=found.started_on,
        closed_on=closed_on,
    )
    events.record(act, happening, subject=found, changes=changes)
