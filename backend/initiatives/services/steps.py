"""Small steps, logged or planned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from backend.events.kinds import Kind
from backend.initiatives import selectors
from backend.initiatives.labels import LABEL_LIMIT
from backend.initiatives.models import Initiative, Step
from backend.initiatives.services import initiatives as initiative_services
from backend.initiatives.services.initiatives import locked, words_link
from backend.initiatives.services.laying import known_kind, record, refuse_days, refuse_far, touch
from backend.initiatives.services.moment import Moment
from backend.initiatives.titles import title_from
from backend.listening import services as listening
from backend.listening.models import Consent, Words
from backend.listening.texts import language_of
from backend.organisations.models import Membership, Unit
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
    actor: Membership,
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
    logged_at: datetime | None = None,
    silent: bool = False,
    at: datetime | None = None,
) -> Step:
    """Log a step that was done (today, unless `done_on`) or plan one for `planned_on`.

    Without an initiative the text starts one, in `unit` or else the unit of the actor. Raises `ValidationError` by field (`text`, `kind`, `done_on`,
    `planned_on`, `words_text`, `said_by`, `consent`, `initiative`, `unit`, `photo`).
    """
    when = Moment(silent, at or logged_at)
    today = actor.organisation.today()
    if done_on is None and planned_on is None:
        done_on = today
    refuse_days(done_on, planned_on if not (silent or done_on) else None, today)
    if not silent:  # history that is brought in may be older
        refuse_far("done_on", done_on, actor.organisation)
        refuse_far("planned_on", None if done_on else planned_on, actor.organisation)
    step = Step(
        organisation=actor.organisation,
        kind=known_kind(kind),
        text=required_text("text", text, TEXT_LIMIT),
        label=optional_line("label", label, LABEL_LIMIT),
        language=language_of(actor),
        planned_on=planned_on,
        done_on=done_on,
        photo=photo,
        logged_by=actor,
        logged_at=when.time,
    )
    said = Said(words_text, said_by, consent) if written.running(words_text) else None
    return _save(step, initiative, unit, said, when)


@transaction.atomic
def _save(
    step: Step,
    initiative: Initiative | None,
    unit: Unit | None,
    said: Said | None,
    when: Moment,
) -> Step:
    found = _home_of(step, initiative, unit, when)
    if said is not None:
        step.words = _note(step, said, when)
        words_link(actor=step.logged_by, initiative=found, words=step.words)
    if step.photo is not None:
        photo_hold(photo=step.photo)
    step.save(force_insert=True)
    touch(step.logged_by, step, when)
    kind = Kind.STEP_LOGGED if step.done_on else Kind.STEP_PLANNED
    record(kind, step.logged_by, step, when)
    return step


def _home_of(
    step: Step, initiative: Initiative | None, unit: Unit | None, when: Moment
) -> Initiative:
    """The open initiative that the step goes into, held; else one that its text starts."""
    if unit is not None:
        standing("unit", unit)
    found = locked(initiative) if initiative is not None else _start(step, unit, when)
    if not found.is_open:
        raise ValidationError(
            {"initiative": _("This initiative is closed. Reopen it before you add a step.")}
        )
    if initiative is not None:
        refuse_elsewhere(step.logged_by, found)
    step.initiative = found
    step.unit_id = unit.pk if unit else found.unit_id
    return found


def refuse_elsewhere(actor: Membership, initiative: Initiative) -> None:
    """Steps are logged by the A-team, by colleagues of its team, and by programme managers.

    Raises `ValidationError` at `initiative` for anybody else.
    """
    if selectors.initiative_to_log_in(membership=actor, uid=str(initiative.uid)) is None:
        raise ValidationError(
            {"initiative": _("You cannot log a step here. Choose another initiative.")}
        )


def _start(step: Step, unit: Unit | None, when: Moment) -> Initiative:
    unit = unit or step.logged_by.unit
    if unit is None:
        raise ValidationError({"unit": _("Choose a team.")})
    return initiative_services.initiative_start(
        actor=step.logged_by,
        title=title_from(step.text) or _neutral_title(step.language),
        unit=unit,
        started_on=step.done_on,
        **when.recorded,
    )


def _neutral_title(language: str) -> str:
    """What an initiative is called whose first step holds somebody's data and nothing else."""
    with translation.override(language):
        return _("New initiative")


def _note(step: Step, said: Said, when: Moment) -> Words:
    try:
        return listening.words_note(
            actor=step.logged_by,
            text=said.text,
            unit=step.unit,
            home=step.initiative.unit,
            heard_on=step.done_on,
            said_by=said.by,
            consent=said.consent,
            **when.recorded,
        )
    except ValidationError as refused:
        # In the form of a step, "text" is the step's own field.
        raise ValidationError(
            {"words_text" if k == "text" else k: v for k, v in refused.message_dict.items()}
        ) from refused
