"""What laying, lifting and moving a step does to its initiative, and how it is recorded."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from backend.events import services as events
from backend.events.kinds import Kind
from backend.initiatives import selectors
from backend.initiatives.models import Initiative, Step, StepKind
from backend.initiatives.services.initiatives import stage_or_place_changed
from backend.initiatives.services.moment import Moment, touched
from backend.initiatives.stages import Stage
from backend.organisations.models import Membership, Organisation

YEAR = timedelta(days=366)


def touch(actor: Membership, step: Step, when: Moment) -> None:
    """A sign of life of the (held) initiative; the first done step moves an idea to doing."""
    initiative = step.initiative
    before = {"stage": initiative.stage}
    fields = touched(initiative, when.time)
    if initiative.is_open and step.done_on and step.done_on < initiative.started_on:
        initiative.started_on = step.done_on
        fields.append("started_on")
    moves = step.done_on is not None and initiative.stage == Stage.IDEA
    if moves:
        initiative.stage = Stage.DOING
        fields.append("stage")
    initiative.save(update_fields=fields)
    if moves:
        stage_or_place_changed(actor, initiative, before, when=when)


def untouch(initiative: Initiative) -> None:
    """A step was taken back: what waited for an answer before it, waits again."""
    changed = min(initiative.changed_at, selectors.last_changed(initiative=initiative))
    answered = selectors.last_answer(initiative=initiative)
    initiative.changed_at = changed
    initiative.touched_at = min(initiative.touched_at, max(changed, answered or changed))
    initiative.save(update_fields=["changed_at", "touched_at"])


def begin_anew(initiative: Initiative) -> None:
    """After a step went, or had another day: it began when it was started, or its first step was.

    How long a closed one took is counted by the day it began: that stays.
    """
    if initiative.is_open:
        initiative.started_on = selectors.began_on(initiative=initiative)
        initiative.save(update_fields=["started_on"])


def stage_back(actor: Membership, initiative: Initiative, when: Moment) -> None:
    """Without a done step, what was being done is an idea again."""
    if initiative.stage != Stage.DOING or selectors.steps_done(initiative=initiative).exists():
        return
    initiative.stage = Stage.IDEA
    initiative.save(update_fields=["stage"])
    stage_or_place_changed(actor, initiative, {"stage": Stage.DOING}, when=when)


def refuse_days(done_on: date | None, planned_on: date | None, today: date) -> None:
    if done_on is not None and done_on > today:
        raise ValidationError({"done_on": _("This day is still to come.")})
    if planned_on is not None and planned_on < today:
        raise ValidationError({"planned_on": _("This day is already past.")})


def refuse_far(field: str, day: date | None, organisation: Organisation) -> None:
    """Refuse a day that was before it all began, or that is further off than anybody plans.

    Raises `ValidationError` at `field`.
    """
    if day is None:
        return
    today = organisation.today()
    if day > today + YEAR:
        raise ValidationError({field: _("This day is too far away. Plan at most a year ahead.")})
    if day < today - YEAR:
        programme = selectors.programme_current(organisation=organisation)
        if programme is None or day < programme.starts_on:
            raise ValidationError({field: _("This day is too long ago.")})


def known_kind(kind: str) -> str:
    if kind not in StepKind.values:
        raise ValidationError({"kind": _("Choose: listened, tried or changed.")})
    return str(StepKind(kind).value)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def placed(step: Step) -> dict[str, Any]:
    return {"unit_id": step.unit_id, "kind": step.kind, "done_on": _day(step.done_on)}


def record(kind: Kind, actor: Membership, step: Step, when: Moment) -> None:
    payload: dict[str, Any] = {
        "initiative_id": step.initiative_id,
        "unit_id": step.unit_id,
        "kind": step.kind,
    }
    if kind == Kind.STEP_PLANNED:
        payload["planned_on"] = _day(step.planned_on)
    else:
        payload["done_on"] = _day(step.done_on)
        payload["with_words"] = step.words_id is not None
    if kind == Kind.STEP_LOGGED:
        payload["was_planned"] = step.planned_on is not None
    events.record_kind(
        kind=kind,
        organisation=step.organisation,
        actor=actor,
        subject=step,
        payload=payload,
        **when.recorded,
    )
