"""Small steps, logged or planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from backend.events.acts import Act
from backend.initiatives import selectors
from backend.initiatives.labels import LABEL_LIMIT
from backend.initiatives.models import Initiative, Step
from backend.initiatives.services import initiatives as initiative_services
from backend.initiatives.services.initiatives import locked, words_link
from backend.initiatives.services.laying import (
    give_sign_of_life,
    known_kind,
    record_logged,
    record_planned,
    refuse_days,
    refuse_far,
)
from backend.initiatives.titles import title_from
from backend.listening import services as listening
from backend.listening.models import Consent, Words
from backend.listening.texts import language_of
from backend.organisations.models import Unit
from backend.organisations.services.holding import standing
from backend.photos.models import Photo
from backend.photos.services import photo_hold
from backend.text import written
from backend.writing.texts import optional_line, required_text

TEXT_LIMIT = 500


@dataclass(frozen=True)
class Said:
    """A customer's words, as they come with a step."""

    text: str
    by: str
    consent: str


def step_log(
    *,
    act: Act,
    text: str,
    kind: str,
    initiative: Initiative | None = None,
    unit: Unit | None = None,
    done_on: date | None = None,
    planned_on: date | None = None,
    words_text: str = "",
    said_by: str = "",
    consent: str = Consent.A_TEAM,
    photo: Photo | None = None,
    label: str = "",
) -> Step:
    """Log a step that was done (today, unless `done_on`) or plan one for `planned_on`.

    Without an initiative the text starts one, in `unit` or else the unit of the actor. Raises `ValidationError` by field (`text`, `kind`, `done_on`,
    `planned_on`, `words_text`, `said_by`, `consent`, `initiative`, `unit`, `photo`).
    """
    today = act.organisation.today()
    if done_on is None and planned_on is None:
        done_on = today
    refuse_days(done_on, planned_on if not (act.silent or done_on) else None, today)
    if not act.silent:  # history that is brought in may be older
        refuse_far("done_on", done_on, act.organisation)
        refuse_far("planned_on", None if done_on else planned_on, act.organisation)
    step = Step(
        organisation=act.organisation,
        kind=known_kind(kind),
        text=required_text("text", text, TEXT_LIMIT),
        label=optional_line("label", label, LABEL_LIMIT),
        language=language_of(act.actor),
        planned_on=planned_on,
        done_on=done_on,
        photo=photo,
        logged_by=act.actor,
        logged_at=act.at,
    )
    said = Said(words_text, said_by, consent) if written.running(words_text) else None
    return _save(act, step, initiative, unit, said)


@transaction.atomic
def _save(
    act: Act,
    step: Step,
    initiative: Initiative | None,
    unit: Unit | None,
    said: Said | None,
) -> Step:
    found = _home_of(act, step, initiative, unit)
    first_words = False
    if said is not None:
        step.words = _note(act, step, said)
        first_words = words_link(act=act, initiative=found, words=step.words)
    if step.photo is not None:
        photo_hold(photo=step.photo)
    step.save(force_insert=True)
    give_sign_of_life(act, step)
    record = record_logged if step.done_on else record_planned
    record(act, step, first_words=first_words)
    return step


def _home_of(act: Act, step: Step, initiative: Initiative | None, unit: Unit | None) -> Initiative:
    """The open initiative that the step goes into, held; else one that its text starts."""
    if unit is not None:
        standing("unit", unit)
    found = locked(initiative) if initiative is not None else _start(act, step, unit)
    if not found.is_open:
        raise ValidationError(
            {"initiative": _("This initiative is closed. Reopen it before you add a step.")}
        )
    if initiative is not None:
        refuse_elsewhere(act, found)
    step.initiative = found
    step.unit_id = unit.pk if unit else found.unit_id
    return found


def refuse_elsewhere(act: Act, initiative: Initiative) -> None:
    """Steps are logged by the A-team, by colleagues of its team, and by programme managers.

    Raises `ValidationError` at `initiative` for anybody else.
    """
    if not selectors.may_log_in(membership=act.actor, initiative=initiative):
        raise ValidationError(
            {"initiative": _("You cannot log a step here. Choose another initiative.")}
        )


def _start(act: Act, step: Step, unit: Unit | None) -> Initiative:
    unit = unit or act.actor.unit
    if unit is None:
        raise ValidationError({"unit": _("Choose a team.")})
    return initiative_services.initiative_start(
        act=act,
        title=title_from(step.text) or _neutral_title(step.language),
        unit=unit,
        started_on=step.done_on,
    )


def _neutral_title(language: str) -> str:
    """What an initiative is called whose first step holds somebody's data and nothing else."""
    with translation.override(language):
        return _("New initiative")


def _note(act: Act, step: Step, said: Said) -> Words:
    try:
        return listening.words_note(
            act=act,
            text=said.text,
            unit=step.unit,
            home=step.initiative.unit,
            heard_on=step.done_on,
            said_by=said.by,
            consent=said.consent,
        )
    except ValidationError as refused:
        # In the form of a step, "text" is the step's own field.
        raise ValidationError(
            {"words_text" if k == "text" else k: v for k, v in refused.message_dict.items()}
        ) from refused
