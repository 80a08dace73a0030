"""What laying, lifting and moving a step does to its initiative, and how it is recorded."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from backend.events import services as events
from backend.events.acts import Act
from backend.initiatives import selectors
from backend.initiatives.events import Laid, StepLogged, StepPlanned, StepRemoved, StepRestored
from backend.initiatives.models import Initiative, Step, StepKind
from backend.initiatives.services.initiatives import standing_changed, standing_of
from backend.initiatives.services.touching import touched
from backend.initiatives.stages import Stage
from backend.organisations.models import Organisation

YEAR = timedelta(days=366)


def give_sign_of_life(act: Act, step: Step) -> None:
    """A sign of life of the (held) initiative; the first done step moves an idea to doing."""
    initiative = step.initiative
    before = standing_of(initiative)
    fields = touched(initiative, act.at)
    if initiative.is_open and step.done_on and step.done_on < initiative.started_on:
        initiative.started_on = step.done_on
        fields.append("started_on")
    moves = step.done_on is not None and initiative.stage == Stage.IDEA
    if moves:
        initiative.stage = Stage.DOING
        fields.append("stage")
    initiative.save(update_fields=fields)
    if standing_of(initiative) != before:
        standing_changed(act, initiative, before)


def take_back_sign_of_life(initiative: Initiative) -> None:
    """A step was taken back: what waited for an answer before it, waits again."""
    changed = min(initiative.changed_at, selectors.last_changed(initiative=initiative))
    answered = selectors.last_answer(initiative=initiative)
    initiative.changed_at = changed
    initiative.touched_at = min(initiative.touched_at, max(changed, answered or changed))
    initiative.save(update_fields=["changed_at", "touched_at"])


def refresh_started_on(act: Act, initiative: Initiative) -> None:
    """After a step went, or had another day: it began when it was started, or its first step was.

    How long a closed one took is counted by the day it began: that stays.
    """
    if not initiative.is_open:
        return
    began, before = selectors.began_on(initiative=initiative), standing_of(initiative)
    if began != initiative.started_on:
        initiative.started_on = began
        initiative.save(update_fields=["started_on"])
        standing_changed(act, initiative, before)


def return_to_idea(act: Act, initiative: Initiative) -> None:
    """Without a done step, what was being done is an idea again."""
    if initiative.stage != Stage.DOING or selectors.steps_done(initiative=initiative).exists():
        return
    before, initiative.stage = standing_of(initiative), Stage.IDEA
    initiative.save(update_fields=["stage"])
    standing_changed(act, initiative, before)


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


def laid(step: Step) -> Laid:
    """Where its stone lies, as the log tells it."""
    return Laid(
        initiative_id=step.initiative_id,
        unit_id=step.unit_id,
        kind=StepKind(step.kind),
        done_on=step.done_on,
    )


def record_planned(act: Act, step: Step, *, first_words: bool) -> None:
    if step.planned_on is None:
        raise ValueError("A step without a day is not planned.")
    planned = StepPlanned(
        initiative_id=step.initiative_id,
        unit_id=step.unit_id,
        kind=StepKind(step.kind),
        planned_on=step.planned_on,
        first_words=first_words,
    )
    events.record(act, planned, subject=step)


def record_logged(act: Act, step: Step, *, first_words: bool) -> None:
    if step.done_on is None:
        raise ValueError("A step without a day was not done.")
    logged = StepLogged(
        initiative_id=step.initiative_id,
        unit_id=step.unit_id,
        kind=StepKind(step.kind),
        done_on=step.done_on,
        with_words=step.words_id is not None,
        was_planned=step.planned_on is not None,
        first_words=first_words,
    )
    events.record(act, logged, subject=step)


def record_gone_or_back(act: Act, kind: type[StepRemoved | StepRestored], step: Step) -> None:
    happening = kind(**vars(laid(step)), with_words=step.words_id is not None)
    events.record(act, happening, subject=step)
