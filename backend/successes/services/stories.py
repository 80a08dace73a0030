"""The story of a success: drafted, polished, told, and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from backend.events import reading
from backend.events import services as events
from backend.events.acts import Act
from backend.events.changes import apply, differing
from backend.events.models import Change, Event
from backend.initiatives import services as initiatives
from backend.initiatives.models import Initiative, Step, StepKind
from backend.initiatives.permissions import require_for
from backend.initiatives.stages import Stage
from backend.organisations.models import Membership
from backend.organisations.services.holding import shared
from backend.photos.services import photo_hold
from backend.successes import selectors
from backend.successes.events import SuccessChanged, SuccessDrafted, SuccessTold, SuccessUntold
from backend.successes.models import STORY_LIMIT, THANKS_LIMIT, TITLE_LIMIT, Success
from backend.successes.permissions import require_for_told
from backend.successes.services import drafting
from backend.successes.services.announcements import announcement_stop
from backend.tenancy.models import VersionConflict
from backend.writing.texts import optional_text, required_line, required_text

TEXTS = {"title": TITLE_LIMIT, "story": STORY_LIMIT, "thanks": THANKS_LIMIT}
_CLEANERS = {"title": required_line, "story": required_text, "thanks": optional_text}
LINKS = ("words", "photo")


@transaction.atomic
def success_draft(
    *,
    act: Act,
    initiative: Initiative,
) -> Success:
    """The story of a finished initiative, written as far as is known; twice is once.

    Raises `ValidationError` for an initiative that is not finished.
    """
    found = _locked_initiative(initiative.pk)
    require_for(act.actor, "success_change", found)
    known = Success.objects.filter(initiative=found).first()
    if known is not None:
        return known
    if found.stage != Stage.DONE:
        raise ValidationError(_("Finish the initiative first, then tell its story."))
    success = Success.objects.create(
        organisation_id=found.organisation_id,
        initiative=found,
        **draft_values(initiative=found),
    )
    events.record(act, SuccessDrafted(initiative_id=found.pk), subject=success)
    return success


def draft_values(*, initiative: Initiative) -> dict[str, Any]:
    """The fields of a draft, without keeping them: to be shown before anybody saves."""
    # The language of what it is made of, whoever presses the button.
    language = initiative.language
    steps = list(selectors.steps_told(initiative=initiative))
    photos = [step.photo_id for step in steps if step.photo_id]
    words = selectors.words_to_choose(initiative=initiative).first()
    return {
        "title": initiative.title,
        "story": drafting.parts(initiative=initiative, steps=steps, language=language).story,
        "thanks": drafting.thanks(
            names=selectors.names_to_thank(initiative=initiative),
            givers=selectors.givers_count(initiative=initiative),
            language=language,
        ),
        "language": language,
        "words": words,
        "photo_id": photos[-1] if photos else None,
    }


def draft_parts(*, initiative: Initiative) -> drafting.Parts:
    """The same story as its three questions ask for it."""
    steps = list(selectors.steps_told(initiative=initiative))
    return drafting.parts(initiative=initiative, steps=steps, language=initiative.language)


@transaction.atomic
def success_save(*, act: Act, initiative: Initiative, version: int, **fields: Any) -> Success:
    """Draft where there is none yet and change it, both or neither; refuses as these two do."""
    success = success_draft(act=act, initiative=initiative)
    return success_change(act=act, success=success, version=version, **fields)


@transaction.atomic
def success_change(
    *,
    act: Act,
    success: Success,
    version: int,
    **fields: Any,
) -> Success:
    """Change `title`, `story`, `thanks`, `words` or `photo`; `version` is what the editor saw.

    What somebody else changed since and this editor left alone stays as it is. Raises
    `VersionConflict`, with the success as it stands, where both changed one field;
    `ValidationError` by field, also for words whose giver did not let them go this far.
    """
    found = _locked(success)
    require_for(act.actor, "success_change", found.initiative)
    wanted = _cleaned(found, fields)
    if version < found.version:
        wanted = _merged(found, wanted, version)
    changes = apply(found, wanted)
    if not changes:
        return found
    if "photo" in changes and found.photo is not None:
        photo_hold(photo=found.photo)
    found.version += 1
    found.save(update_fields=[*changes, "version"])
    changed = SuccessChanged(initiative_id=found.initiative_id, version=found.version)
    told = {name: (_kept(old), _kept(new)) for name, (old, new) in changes.items()}
    events.record(act, changed, subject=found, changes=told)
    return found


@transaction.atomic
def success_change_undo(*, act: Act, event: Event) -> Success:
    """Put back what one change of a story replaced, as long as nothing was changed since.

    Raises `VersionConflict` when it was; `ValidationError` where it cannot be so any more, also for
    words that their giver let go less far since.
    """
    found = _locked(Success.objects.get(pk=event.subject_id))
    changed = reading.told(event, SuccessChanged)
    if changed is None or changed.version != found.version:
        raise VersionConflict(found)
    changes: list[Change] = list(event.changes.all())  # type: ignore[attr-defined]
    wanted = {one.field: _as_it_was(one.field, one.before) for one in changes}
    return success_change(act=act, success=found, version=found.version, **wanted)


def _as_it_was(name: str, kept: str) -> Any:
    """The opposite of `_kept`."""
    if name not in LINKS:
        return kept
    field: Any = Success._meta.get_field(name)
    found = field.related_model.objects.filter(pk=int(kept)).first() if kept else None
    if kept and found is None:
        raise ValidationError(_("What was there before is gone by now."))
    return found


def _cleaned(success: Success, fields: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := fields.keys() - TEXTS.keys() - set(LINKS):
        raise TypeError(f"A success has no {sorted(unknown)} to change")
    words = fields.get("words")
    if words is not None and words.pk != success.words_id:
        choice = selectors.words_to_choose(initiative=success.initiative)
        if not (shared(words) and choice.filter(pk=words.pk).exists()):
            raise ValidationError({"words": _("These words may not be told further.")})
    return {
        name: value if name in LINKS else _CLEANERS[name](name, value, TEXTS[name])
        for name, value in fields.items()
    }


def _merged(found: Success, wanted: Mapping[str, Any], version: int) -> dict[str, Any]:
    """Without what this editor left as it was when they opened the page."""
    then = selectors.values_at(success=found, version=version, fields=list(wanted))
    mine = {name: value for name, value in wanted.items() if then.get(name) != _kept(value)}
    if then.keys() & differing(found, mine):
        raise VersionConflict(found)
    return mine


def _kept(value: Any) -> str:
    """A value as the history keeps it: texts as they are, rows by their id."""
    if value is None:
        return ""
    return value if isinstance(value, str) else str(value.pk)


@transaction.atomic
def success_tell(
    *,
    act: Act,
    success: Success,
) -> Success:
    """From now on the organisation reads it, and the initiative's last step is golden. Twice is
    once. Raises `ValidationError` without a title, a story, or a step that was done.
    """
    require_for(act.actor, "success_tell", _locked_initiative(success.initiative_id))
    return _tell(act, success, told_by=act.actor, told_at=act.at)


def _tell(
    act: Act,
    success: Success,
    *,
    told_by: Membership,
    told_at: datetime,
) -> Success:
    found = _locked(success)
    if found.told_at is not None:
        return found
    required_line("title", found.title, TITLE_LIMIT)
    required_text("story", found.story, STORY_LIMIT)
    step = selectors.steps_told(initiative=found.initiative).last()
    if step is None:
        raise ValidationError(_("Nothing has been done yet. Log one small step first."))
    initiative = initiatives.initiative_celebrate(initiative=found.initiative)
    found.told_at, found.told_by, found.golden_step = told_at, told_by, step
    found.save(update_fields=["told_at", "told_by", "golden_step"])
    events.record(act, SuccessTold(**_telling(initiative, step, told=True)), subject=found)
    return found


@transaction.atomic
def success_untell(*, act: Act, success: Success) -> Success:
    """Take a told success back, at any time: a draft again, its initiative done. Twice is once.

    An announcement that still waits is called back, one on its way goes no further; what was mailed
    stays mailed. The applause is kept for when it is told again.
    """
    _locked_initiative(success.initiative_id)
    found = _locked(success)
    require_for_told(act.actor, "success_untell", found, found.told_by_id)
    if found.told_at is None:
        return found
    for announcement in selectors.announcements_standing(success=found):
        announcement_stop(act=act, announcement=announcement)
    step: Step = found.golden_step
    initiative = initiatives.initiative_celebrate_undo(initiative=found.initiative)
    untold = SuccessUntold(
        **_telling(initiative, step, told=False), told_at=found.told_at, told_by=found.told_by_id
    )
    found.told_at, found.told_by, found.golden_step = None, None, None
    found.save(update_fields=["told_at", "told_by", "golden_step"])
    events.record(act, untold, subject=found)
    return found


@transaction.atomic
def success_untell_undo(*, act: Act, success: Success) -> Success:
    """Tell it as it was told before it was taken back: by whom and when. Twice is once.

    Raises `ValidationError` as `success_tell` does. Announcements that were stopped stay so; what was
    never taken back stays as it is.
    """
    _locked_initiative(success.initiative_id)
    found, last = _locked(success), selectors.last_untold(success=success)
    told_by = last.told_by if last else found.told_by_id
    require_for_told(act.actor, "success_untell_undo", found, told_by)
    if last is None:
        return found
    return _tell(
        act,
        found,
        told_by=Membership.objects.get(pk=last.told_by or 0),
        told_at=last.told_at or act.at,
    )


def _telling(initiative: Initiative, step: Step, *, told: bool) -> dict[str, Any]:
    """What telling, or taking back, says of the initiative and its golden step."""
    stages = (Stage.DONE, Stage.CELEBRATED)
    before, after = stages if told else stages[::-1]
    return {
        "initiative_id": initiative.pk,
        "unit_id": initiative.unit_id,
        "step_id": step.pk,
        "kind": StepKind(step.kind),
        "done_on": step.done_on,
        "stage_before": before,
        "stage_after": after,
    }


def _locked(success: Success) -> Success:
    found: Success = Success.objects.select_for_update(of=("self",)).get(pk=success.pk)
    return found


def _locked_initiative(pk: int) -> Initiative:
    """Always before the success, as everything that changes the steps does."""
    found: Initiative = Initiative.objects.select_for_update(of=("self",)).get(pk=pk)
    return found
