"""How an initiative ends, and how it goes on after all."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.events import services as events
from backend.events.kinds import Kind
from backend.initiatives import selectors
from backend.initiatives.models import Initiative
from backend.initiatives.permissions import require_for
from backend.initiatives.services.initiatives import TEXTS, locked
from backend.initiatives.services.moment import Moment, touched
from backend.initiatives.stages import Stage, may_move
from backend.organisations.models import Membership
from backend.writing.texts import optional_text, required_text


@transaction.atomic
def initiative_finish(
    *,
    actor: Membership,
    initiative: Initiative,
    surprise: str = "",
    keeper: str = "",
    closed_on: date | None = None,
    silent: bool = False,
    at: datetime | None = None,
) -> Initiative:
    """It is done: what surprised us, and who keeps it going? Both may be told later.

    Raises `ValidationError` without a step, for an initiative that is closed, or for a day that
    cannot be.
    """
    found = locked(initiative)
    require_for(actor, "initiative_finish", found)
    if found.stage == Stage.IDEA:
        raise ValidationError(_("Nothing has been done yet. Log one small step first."))
    texts = {
        "surprise": optional_text("surprise", surprise, TEXTS["surprise"]),
        "keeper": optional_text("keeper", keeper, TEXTS["keeper"]),
    }
    closing = _closed(actor, found, Stage.DONE, closed_on)
    return _close(actor, found, closing, texts, Moment(silent, at))


@transaction.atomic
def initiative_stop(
    *,
    actor: Membership,
    initiative: Initiative,
    lesson: str,
    closed_on: date | None = None,
    silent: bool = False,
    at: datetime | None = None,
) -> Initiative:
    """It stops, and what was learned stays. Raises `ValidationError` without a lesson."""
    found = locked(initiative)
    require_for(actor, "initiative_stop", found)
    texts = {"lesson": required_text("lesson", lesson, TEXTS["lesson"])}
    closing = _closed(actor, found, Stage.STOPPED, closed_on)
    return _close(actor, found, closing, texts, Moment(silent, at))


@transaction.atomic
def initiative_resume(
    *,
    actor: Membership,
    initiative: Initiative,
    silent: bool = False,
    at: datetime | None = None,
) -> Initiative:
    """It goes on; also the undo of finishing and stopping. What was learned is kept.

    Raises `ValidationError` for an initiative that is open, or celebrated already.
    """
    found = locked(initiative)
    require_for(actor, "initiative_resume", found)
    before, closed_on = found.stage, found.closed_on
    steps = selectors.steps_done(initiative=found).exists()
    after = Stage.DOING if steps else Stage.IDEA
    if found.is_open or not may_move(before, after):
        raise ValidationError(
            _("This cannot continue: it is not finished, or it has already been celebrated.")
        )
    found.stage, found.closed_on = after, None
    found.save(update_fields=["stage", "closed_on", *touched(found, at or timezone.now())])
    events.record_kind(
        kind=Kind.INITIATIVE_RESUMED,
        organisation=found.organisation,
        actor=actor,
        subject=found,
        payload=_closing(found, before, closed_on),
        silent=silent,
        at=at,
    )
    return found


@transaction.atomic
def initiative_resume_undo(*, actor: Membership, initiative: Initiative) -> Initiative:
    """Undo of `initiative_resume`: closed again as it was, on the day it was.

    Raises `ValidationError` where nothing went on, or where it was closed anew since.
    """
    found = locked(initiative)
    require_for(actor, "initiative_resume_undo", found)
    last = selectors.last_ending(initiative=found)
    if last is None or last.kind != Kind.INITIATIVE_RESUMED or not found.is_open:
        raise ValidationError(_("This initiative is closed already."))
    stage, day = Stage(last.payload["stage_before"]), last.payload["closed_on"]
    later = Q(logged_at__gt=last.happened_at) | Q(done_on__gt=day)
    went_on = selectors.steps_done(initiative=found).filter(later)
    unlearned = stage == Stage.STOPPED and not found.lesson
    if went_on.exists() or unlearned or not may_move(found.stage, stage):
        raise ValidationError(_("It has continued since. Finish or stop it again."))
    closing = _closed(actor, found, stage, date.fromisoformat(day) if day else None)
    return _close(actor, found, closing, {}, Moment())


def _closed(
    actor: Membership, found: Initiative, stage: Stage, closed_on: date | None
) -> tuple[Stage, date]:
    if not may_move(found.stage, stage):
        raise ValidationError(_("This initiative is closed already."))
    day = closed_on or actor.organisation.today()
    if not found.started_on <= day <= actor.organisation.today():
        raise ValidationError({"closed_on": _("Choose a day between its start and today.")})
    return stage, day


def _close(
    actor: Membership,
    found: Initiative,
    closing: tuple[Stage, date],
    texts: dict[str, str],
    when: Moment,
) -> Initiative:
    before = found.stage
    changes = {name: (getattr(found, name), text) for name, text in texts.items() if text}
    for name, (_before, text) in changes.items():
        setattr(found, name, text)
    found.stage, found.closed_on = closing
    found.save(update_fields=[*changes, "stage", "closed_on", *touched(found, when.time)])
    events.record_kind(
        kind=Kind.INITIATIVE_FINISHED if found.stage == Stage.DONE else Kind.INITIATIVE_STOPPED,
        organisation=found.organisation,
        actor=actor,
        subject=found,
        payload=_closing(found, before, found.closed_on),
        changes=changes,
        **when.recorded,
    )
    return found


def _closing(found: Initiative, before: str, closed_on: date | None) -> dict[str, Any]:
    return {
        "unit_id": found.unit_id,
        "stage_before": before,
        "stage_after": found.stage,
        "started_on": found.started_on.isoformat(),
        "closed_on": closed_on.isoformat() if closed_on else None,
    }
