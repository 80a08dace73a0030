"""Small steps: logged, planned, done, changed, removed and put back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from backend.events import services as events
from backend.events.kinds import Kind
from backend.initiatives import selectors
from backend.initiatives.models import Initiative, Step, StepKind
from backend.initiatives.services import initiatives as initiative_services
from backend.initiatives.services.initiatives import locked, stage_or_place_changed, words_link
from backend.initiatives.services.moment import Moment
from backend.initiatives.stages import Stage
from backend.initiatives.titles import title_from
from backend.listening import services as listening
from backend.listening.models import Consent, Words
from backend.listening.texts import language_of, optional_text, required_text
from backend.organisations.models import Membership, Unit
from backend.photos.models import Photo
from backend.tenancy.models import VersionConflict

TEXT_LIMIT = 500
LABEL_LIMIT = 24
_CHANGEABLE = frozenset({"text", "kind", "label", "done_on", "planned_on", "photo", "unit"})


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
    key: UUID | None = None,
    logged_at: datetime | None = None,
    silent: bool = False,
    at: datetime | None = None,
) -> Step:
    """Log a step that was done (today, unless `done_on`) or plan one for `planned_on`.

    Without an initiative the text starts one, in `unit` or else the unit of the actor. The same
    `key` twice is the same step. Raises `ValidationError` by field (`text`, `kind`, `done_on`,
    `planned_on`, `words_text`, `said_by`, `consent`, `initiative`, `unit`).
    """
    when = Moment(silent, at or logged_at)
    today = actor.organisation.today()
    if done_on is None and planned_on is None:
        done_on = today
    _refuse_days(done_on, planned_on if not (silent or done_on) else None, today)
    step = Step(
        organisation=actor.organisation,
        kind=_known(kind),
        text=required_text("text", text, TEXT_LIMIT),
        label=optional_text("label", label, LABEL_LIMIT),
        language=language_of(actor),
        planned_on=planned_on,
        done_on=done_on,
        photo=photo,
        logged_by=actor,
        logged_at=when.time,
        key=key,
    )
    said = Said(words_text, said_by, consent) if words_text.strip() else None
    try:
        return _save(step, initiative, unit, said, when)
    except IntegrityError:
        same = Step.objects.filter(key=key).first() if key else None
        if same is None:
            raise
        if same.text == step.text:
            # The second press of the same button: the first one was saved.
            return same
        # The browser's way back showed an older page, and another step was typed in it.
        step.key = None
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
        words_link(initiative=found, words=step.words)
    step.save(force_insert=True)
    _touch(step.logged_by, step, when)
    kind = Kind.STEP_LOGGED if step.done_on else Kind.STEP_PLANNED
    _record(kind, step.logged_by, step, when)
    return step


def _home_of(
    step: Step, initiative: Initiative | None, unit: Unit | None, when: Moment
) -> Initiative:
    """The open initiative that the step goes into, held; else one that its text starts."""
    found = locked(initiative) if initiative is not None else _start(step, unit, when)
    if not found.is_open:
        raise ValidationError(
            {"initiative": _("This initiative is closed. Let it go on before you add a step.")}
        )
    step.initiative = found
    step.unit_id = unit.pk if unit else found.unit_id
    return found


def _start(step: Step, unit: Unit | None, when: Moment) -> Initiative:
    unit = unit or step.logged_by.unit
    if unit is None:
        raise ValidationError({"unit": _("Choose a team.")})
    return initiative_services.initiative_start(
        actor=step.logged_by,
        title=title_from(step.text),
        unit=unit,
        started_on=step.done_on,
        **when.recorded,
    )


def _note(step: Step, said: Said, when: Moment) -> Words:
    try:
        return listening.words_note(
            actor=step.logged_by,
            text=said.text,
            unit=step.unit,
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


@transaction.atomic
def step_do(
    *,
    actor: Membership,
    step: Step,
    done_on: date | None = None,
    silent: bool = False,
    at: datetime | None = None,
) -> Step:
    """A planned step is done; one that was done already stays as it is.

    Raises `ValidationError` for a day to come, a removed step, or a closed initiative.
    """
    initiative = locked(step.initiative)
    found = _locked(step)
    found.initiative = initiative
    if found.done_on is not None:
        return found
    if not initiative.is_open:
        raise ValidationError(_("This initiative is closed already."))
    found.done_on = done_on or actor.organisation.today()
    _refuse_days(found.done_on, None, actor.organisation.today())
    found.version += 1
    found.save(update_fields=["done_on", "version"])
    _touch(actor, found, Moment(silent, at))
    _record(Kind.STEP_LOGGED, actor, found, Moment(silent, at))
    return found


@transaction.atomic
def step_change(
    *,
    actor: Membership,
    step: Step,
    version: int,
    silent: bool = False,
    at: datetime | None = None,
    **fields: Any,
) -> Step:
    """Change text, kind, label, unit, photo, `done_on` or `planned_on` of a step.

    `done_on=None` makes it planned again. Raises `VersionConflict` when somebody else changed it
    since `version`, `ValidationError` by field.
    """
    if unknown := fields.keys() - _CHANGEABLE:
        raise TypeError(f"A step has no {sorted(unknown)} to change")
    initiative = locked(step.initiative)
    found = _locked(step)
    found.initiative = initiative
    golden = selectors.golden_step_id(initiative=initiative) == found.pk
    changes = {
        name: (getattr(found, name), value)
        for name, value in _cleaned(found, fields, golden).items()
        if getattr(found, name) != value
    }
    if not changes:
        return found
    if found.version != version:
        raise VersionConflict(found)
    before = _placed(found)
    for name, (_before, value) in changes.items():
        setattr(found, name, value)
    _refuse_days(found.done_on, None, actor.organisation.today())
    found.version += 1
    found.save(update_fields=[*changes, "version"])
    if found.done_on:
        _touch(actor, found, Moment(silent, at))
    else:
        _stage_back(actor, initiative, Moment(silent, at))
    events.record(
        kind=Kind.STEP_CHANGED,
        organisation=found.organisation,
        actor=actor,
        subject=found,
        payload={
            "initiative_id": initiative.pk,
            "before": before,
            "after": _placed(found),
            "golden": golden,
            "with_words": found.words_id is not None,
        },
        changes={name: pair for name, pair in changes.items() if name != "photo"},
        silent=silent,
        at=at,
    )
    return found


@transaction.atomic
def step_remove(
    *, actor: Membership, step: Step, silent: bool = False, at: datetime | None = None
) -> Step:
    """Take a step out; its row stays for `step_restore`. Twice is once.

    Raises `ValidationError` for the golden step of a success.
    """
    initiative = locked(step.initiative)
    found: Step = Step.objects.select_for_update(of=("self",)).get(pk=step.pk)
    found.initiative = initiative
    if found.removed_at:
        return found
    if selectors.golden_step_id(initiative=initiative) == found.pk:
        raise ValidationError(_("This step is the golden stone of a success. It stays."))
    found.removed_at = at or timezone.now()
    found.save(update_fields=["removed_at"])
    if found.done_on:
        _stage_back(actor, initiative, Moment(silent, at))
    _record(Kind.STEP_REMOVED, actor, found, Moment(silent, at))
    return found


@transaction.atomic
def step_restore(
    *, actor: Membership, step: Step, silent: bool = False, at: datetime | None = None
) -> Step:
    """Undo of `step_remove`. Twice is once."""
    initiative = locked(step.initiative)
    found: Step = Step.objects.select_for_update(of=("self",)).get(pk=step.pk)
    found.initiative = initiative
    if not found.removed_at:
        return found
    found.removed_at = None
    found.save(update_fields=["removed_at"])
    if initiative.is_open:
        _touch(actor, found, Moment(silent, at))
    _record(Kind.STEP_RESTORED, actor, found, Moment(silent, at))
    return found


def _locked(step: Step) -> Step:
    found: Step = Step.objects.select_for_update(of=("self",)).get(pk=step.pk)
    if found.removed_at:
        raise ValidationError(_("This step was removed. Put it back first."))
    return found


def _cleaned(step: Step, fields: dict[str, Any], golden: bool) -> dict[str, Any]:
    clean = dict(fields)
    if "text" in clean:
        clean["text"] = required_text("text", clean["text"], TEXT_LIMIT)
    if "label" in clean:
        clean["label"] = optional_text("label", clean["label"], LABEL_LIMIT)
    if "kind" in clean:
        clean["kind"] = _known(clean["kind"])
    if "done_on" in clean and clean["done_on"] is None:
        if golden:
            raise ValidationError({"done_on": _("The golden stone of a success was done.")})
        if not clean.get("planned_on", step.planned_on):
            clean["planned_on"] = step.done_on
    return clean


def _touch(actor: Membership, step: Step, when: Moment) -> None:
    """A sign of life of the (held) initiative; the first done step moves an idea to doing."""
    initiative = step.initiative
    before = {"stage": initiative.stage}
    initiative.touched_at = max(initiative.touched_at, when.time)
    fields = ["touched_at"]
    if step.done_on and step.done_on < initiative.started_on:
        initiative.started_on = step.done_on
        fields.append("started_on")
    moves = step.done_on is not None and initiative.stage == Stage.IDEA
    if moves:
        initiative.stage = Stage.DOING
        fields.append("stage")
    initiative.save(update_fields=fields)
    if moves:
        stage_or_place_changed(actor, initiative, before, when=when)


def _stage_back(actor: Membership, initiative: Initiative, when: Moment) -> None:
    """Without a done step, what was being done is an idea again."""
    if initiative.stage != Stage.DOING or selectors.steps_done(initiative=initiative).exists():
        return
    initiative.stage = Stage.IDEA
    initiative.save(update_fields=["stage"])
    stage_or_place_changed(actor, initiative, {"stage": Stage.DOING}, when=when)


def _refuse_days(done_on: date | None, planned_on: date | None, today: date) -> None:
    if done_on is not None and done_on > today:
        raise ValidationError({"done_on": _("This day is still to come.")})
    if planned_on is not None and planned_on < today:
        raise ValidationError({"planned_on": _("This day is already past.")})


def _known(kind: str) -> str:
    if kind not in StepKind.values:
        raise ValidationError({"kind": _("Choose: listened, tried or changed.")})
    return str(StepKind(kind).value)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _placed(step: Step) -> dict[str, Any]:
    return {"unit_id": step.unit_id, "kind": step.kind, "done_on": _day(step.done_on)}


def _record(kind: Kind, actor: Membership, step: Step, when: Moment) -> None:
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
    events.record(
        kind=kind,
        organisation=step.organisation,
        actor=actor,
        subject=step,
        payload=payload,
        **when.recorded,
    )
