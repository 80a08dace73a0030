"""Steps done, changed, removed and put back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from backend.events import reading
from backend.events import services as events
from backend.events.acts import Act
from backend.events.changes import Changes, differing, put
from backend.events.models import Change, Event
from backend.initiatives import selectors
from backend.initiatives.events import StepChanged, StepRemoved, StepRestored
from backend.initiatives.events.steps import Link
from backend.initiatives.labels import LABEL_LIMIT
from backend.initiatives.models import Initiative, Step
from backend.initiatives.permissions import require_for, require_for_step
from backend.initiatives.services.along import words_back, words_gone
from backend.initiatives.services.initiatives import locked
from backend.initiatives.services.laying import (
    give_sign_of_life,
    known_kind,
    laid,
    record_gone_or_back,
    record_logged,
    refresh_started_on,
    refuse_days,
    refuse_far,
    return_to_idea,
    take_back_sign_of_life,
)
from backend.initiatives.services.moving import Kept, hold_both, leave
from backend.initiatives.services.steps import TEXT_LIMIT, refuse_elsewhere
from backend.organisations.permissions import Relation
from backend.organisations.services.holding import standing
from backend.photos.services import photo_hold
from backend.tenancy.models import VersionConflict
from backend.web.permissions import require
from backend.writing.texts import optional_line, required_text

_TEXTS = ("text", "kind", "label")
_DAYS = ("done_on", "planned_on")
# What the history names, and an undo finds by its id.
_LINKS: tuple[Link, ...] = get_args(Link)
_CHANGEABLE = frozenset({*_TEXTS, *_DAYS, *_LINKS})


@transaction.atomic
def step_do(
    *,
    act: Act,
    step: Step,
    done_on: date | None = None,
) -> Step:
    """A planned step is done; one that was done already stays as it is.

    Raises `ValidationError` for a day to come, a removed step, or a closed initiative.
    """
    initiative = locked(step.initiative)
    found = _standing(step, initiative)
    require_for_step(act.actor, "step_do", found)
    if found.done_on is not None:
        return found
    if not initiative.is_open:
        raise ValidationError(_("This initiative is closed already."))
    found.done_on = done_on or act.organisation.today()
    refuse_days(found.done_on, None, act.organisation.today())
    refuse_far("done_on", found.done_on, act.organisation)
    found.version += 1
    found.save(update_fields=["done_on", "version"])
    give_sign_of_life(act, found)
    record_logged(act, found, first_words=False)
    return found


@transaction.atomic
def step_change(
    *,
    act: Act,
    step: Step,
    version: int,
    **fields: Any,
) -> Step:
    """Change text, kind, label, unit, photo, initiative, `done_on` or `planned_on` of a step.

    `done_on=None` makes it planned again; in another initiative it counts for that one's team.
    Raises `VersionConflict` when somebody else changed it since `version`, `ValidationError` by
    field.
    """
    if unknown := fields.keys() - _CHANGEABLE:
        raise TypeError(f"A step has no {sorted(unknown)} to change")
    home, goal = hold_both(step, fields.get("initiative"))
    found = _standing(step, home)
    require_for_step(act.actor, "step_edit", found)
    if goal != home:
        refuse_elsewhere(act, goal)
    return _changed(act, found, (home, goal), fields, version=version)


def _changed(
    act: Act,
    found: Step,
    places: tuple[Initiative, Initiative],
    fields: dict[str, Any],
    *,
    version: int,
    kept: Kept | None = None,
) -> Step:
    home, goal = places
    if goal != home:
        # The held one: what the caller read may be older.
        fields["initiative"] = goal
        fields.setdefault("unit", goal.unit)
    golden = selectors.golden_step_id(initiative=home) == found.pk
    changes = differing(found, _cleaned(found, fields, golden))
    if not changes:
        return found
    if found.version != version:
        raise VersionConflict(found)
    if fields.get("unit") is not None and goal == home and "unit" in changes:
        standing("unit", fields["unit"])
    _change(act, found, changes, golden, kept or {})
    return found


def _change(
    act: Act,
    found: Step,
    changes: Changes,
    golden: bool,
    kept: Kept,
) -> None:
    home, before = found.initiative, laid(found)
    put(found, changes)
    if "photo" in changes and found.photo is not None:
        photo_hold(photo=found.photo)
    refuse_days(found.done_on, None, act.organisation.today())
    _refuse_changed_days(act, found, changes)
    found.version += 1
    found.save(update_fields=[*changes, "version"])
    words = _settle(act, found, home, kept)
    changed = StepChanged(
        initiative_id=found.initiative_id,
        before=before,
        after=laid(found),
        golden=golden,
        with_words=found.words_id is not None,
        version=found.version,
        undo=_ids(changes),
        words=words,
    )
    told = {name: pair for name, pair in changes.items() if name != "photo"}
    events.record(act, changed, subject=found, changes=told)


def _refuse_changed_days(act: Act, found: Step, changes: Mapping[str, Any]) -> None:
    """A day that it had before may come back, by an undo; any other is asked as a new one is."""
    for name in _DAYS:
        day = getattr(found, name)
        if name not in changes or day is None or selectors.had_day(step=found, field=name, day=day):
            continue
        refuse_far(name, day, act.organisation)
        if name == "done_on" and not found.initiative.is_open and changes[name][0] is None:
            raise ValidationError({name: _("This initiative is closed already.")})
        if name == "planned_on" and found.done_on is None and day != _was_done_on(changes):
            refuse_days(None, day, act.organisation.today())


def _was_done_on(changes: Mapping[str, Any]) -> date | None:
    """The day on which it was done, where it becomes planned again."""
    before: date | None = changes["done_on"][0] if "done_on" in changes else None
    return before


def _settle(act: Act, step: Step, home: Initiative, kept: Kept) -> Kept:
    """What the change means for the initiative, and for the one that it left; returns what `leave` does."""
    moved = step.initiative != home
    if step.done_on or moved:
        give_sign_of_life(act, step)
    else:
        return_to_idea(act, step.initiative)
        take_back_sign_of_life(step.initiative)
    refresh_started_on(act, step.initiative)
    return leave(act=act, step=step, home=home, kept=kept) if moved else {}


def _ids(changes: Mapping[str, tuple[Any, Any]]) -> dict[Link, int | None]:
    """What stood in the links that changed."""
    links: dict[Link, Any] = {name: changes[name][0] for name in _LINKS if name in changes}
    return {name: None if old is None else old.pk for name, old in links.items()}


@transaction.atomic
def step_change_undo(*, act: Act, event: Event) -> Step:
    """Put back what one change of a step replaced, as long as nothing was changed since.

    Raises `VersionConflict` when it was, `ValidationError` where it cannot be so any more.
    """
    step = Step.objects.select_related("initiative").get(pk=event.subject_id)
    _require_undo(act, event, step)
    changed = reading.told(event, StepChanged)
    if changed is None or changed.version != step.version:
        raise VersionConflict(step)
    changes: list[Change] = list(event.changes.all())  # type: ignore[attr-defined]
    wanted: dict[str, Any] = {one.field: one.before for one in changes if one.field in _TEXTS}
    wanted |= {
        one.field: date.fromisoformat(one.before) if one.before else None
        for one in changes
        if one.field in _DAYS
    }
    for name, pk in changed.undo.items():
        wanted[name] = _still_there(name, pk)
    home, goal = hold_both(step, wanted.get("initiative"))
    found = _standing(step, home)
    if found.version != step.version:
        raise VersionConflict(found)
    _require_undo(act, event, found)
    moves = event.actor_id != act.actor.pk and goal != home
    # Only to an initiative in which this person may log a step.
    if moves and not selectors.initiative_to_log_in(membership=act.actor, uid=str(goal.uid)):
        require_for(act.actor, "step_change_undo", goal)
    kept = dict(changed.words)
    return _changed(act, found, (home, goal), wanted, version=step.version, kept=kept)


def _require_undo(act: Act, event: Event, step: Step) -> None:
    """Whoever made the change may take it back, also where the step is out of their reach now."""
    if event.actor_id == act.actor.pk:
        require(act.actor, "step_change_undo", frozenset({Relation.SELF}))
    else:
        require_for_step(act.actor, "step_change_undo", step)


def _still_there(name: str, pk: int | None) -> Any:
    field: Any = Step._meta.get_field(name)
    found = field.related_model.objects.filter(pk=pk).first()
    if found is None and pk is not None:
        raise ValidationError(_("What was there before is gone by now."))
    return found


@transaction.atomic
def step_remove(*, act: Act, step: Step) -> Step:
    """Take a step out; its row stays for `step_restore`. Twice is once. Words that came with it go
    along, as far as nothing else uses them by now.

    Raises `ValidationError` for the golden step of a success.
    """
    initiative = locked(step.initiative)
    found = _held(step, initiative)
    require_for_step(act.actor, "step_remove", found)
    if found.removed_at:
        return found
    if selectors.golden_step_id(initiative=initiative) == found.pk:
        raise ValidationError(_("This step is the golden stone of a success. It stays."))
    found.removed_at = act.at
    found.save(update_fields=["removed_at"])
    words_gone(act=act, step=found)
    if found.done_on:
        return_to_idea(act, initiative)
    take_back_sign_of_life(initiative)
    refresh_started_on(act, initiative)
    record_gone_or_back(act, StepRemoved, found)
    return found


@transaction.atomic
def step_restore(*, act: Act, step: Step) -> Step:
    """Undo of `step_remove`, and of what went with it. Twice is once."""
    initiative = locked(step.initiative)
    found = _held(step, initiative)
    require_for_step(act.actor, "step_restore", found)
    if not found.removed_at:
        return found
    removed_at, found.removed_at = found.removed_at, None
    found.save(update_fields=["removed_at"])
    words_back(act=act, step=found, removed_at=removed_at)
    if initiative.is_open:
        give_sign_of_life(act, found)
    record_gone_or_back(act, StepRestored, found)
    return found


def _held(step: Step, initiative: Initiative) -> Step:
    """The row as it stands, held, with its (held) initiative."""
    found: Step = Step.objects.select_for_update(of=("self",)).get(pk=step.pk)
    if found.initiative_id != initiative.pk:
        raise VersionConflict(found)
    found.initiative = initiative
    return found


def _standing(step: Step, initiative: Initiative) -> Step:
    found = _held(step, initiative)
    if found.removed_at:
        raise ValidationError(_("This step was removed. Put it back first."))
    return found


def _cleaned(step: Step, fields: dict[str, Any], golden: bool) -> dict[str, Any]:
    clean = dict(fields)
    if "text" in clean:
        clean["text"] = required_text("text", clean["text"], TEXT_LIMIT)
    if "label" in clean:
        clean["label"] = optional_line("label", clean["label"], LABEL_LIMIT)
    if "kind" in clean:
        clean["kind"] = known_kind(clean["kind"])
    if "done_on" in clean and clean["done_on"] is None:
        if golden:
            raise ValidationError({"done_on": _("The golden stone of a success has been laid.")})
        if not clean.get("planned_on", step.planned_on):
            clean["planned_on"] = step.done_on
    return clean
