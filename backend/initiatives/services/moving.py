"""A step that was logged in the wrong initiative goes to the right one, with its words."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from backend.events import services as events
from backend.events.kinds import Kind
from backend.initiatives.models import Initiative, InitiativeWords, Step
from backend.initiatives.services.initiatives import words_link
from backend.initiatives.services.laying import begin_anew, stage_back, untouch
from backend.initiatives.services.moment import Moment
from backend.listening.selectors import decides
from backend.organisations.models import Membership

# For each of the two initiatives, whether its A-team kept the words; None where it had no link.
Kept = dict[str, bool | None]


def homes(step: Step, wanted: Initiative | None) -> tuple[Initiative, Initiative]:
    """Where a step is and where it goes, both held; the same one where it stays.

    Raises `ValidationError` at `initiative` where one of the two is closed.
    """
    here = step.initiative_id
    there = here if wanted is None else wanted.pk
    # Always in one order, so that two who move to and fro never wait for each other.
    held = {
        found.pk: found
        for found in Initiative.objects.select_for_update()
        .filter(pk__in={here, there})
        .order_by("pk")
    }
    if here != there and not (held[here].is_open and held[there].is_open):
        raise ValidationError(
            {"initiative": _("A step can only move between open initiatives. This one is closed.")}
        )
    return held[here], held[there]


def left(*, actor: Membership, step: Step, home: Initiative, when: Moment) -> dict[str, Any]:
    """What it means for the initiative that a step left: as if it was never there.

    Its words go along where the actor may decide about them; else the A-team that heard them
    keeps them too. Returns what an undo needs to give them back.
    """
    stage_back(actor, home, when)
    untouch(home)
    begin_anew(home)
    events.record_kind(
        kind=Kind.STEP_MOVED,
        organisation=home.organisation,
        actor=actor,
        subject=home,
        payload={"initiative_id": home.pk, "step_id": step.pk, "to_id": step.initiative_id},
        **when.recorded,
    )
    if step.words is None:
        return {}
    before = {str(one.pk): _keeps(one, step) for one in (home, step.initiative)}
    _words_along(actor, step, home)
    return {"words": before}


def _words_along(actor: Membership, step: Step, home: Initiative) -> None:
    may_decide = decides(membership=actor, words=step.words)
    words_link(actor=actor, initiative=step.initiative, words=step.words)
    if may_decide and not step.words.steps.filter(initiative=home).exists():
        kept = _keeps(home, step)
        _link(home, step, None)
        if kept:
            _link(step.initiative, step, True)


def words_put_back(*, step: Step, kept: Kept) -> None:
    """The words are with the initiatives as they were before the step was moved."""
    for initiative in Initiative.objects.filter(pk__in=[int(pk) for pk in kept]):
        _link(initiative, step, kept[str(initiative.pk)])


def _keeps(initiative: Initiative, step: Step) -> bool | None:
    found: bool | None = (
        InitiativeWords.objects.filter(initiative=initiative, words=step.words)
        .values_list("keeps", flat=True)
        .first()
    )
    return found


def _link(initiative: Initiative, step: Step, keeps: bool | None) -> None:
    links = InitiativeWords.objects.filter(initiative=initiative, words=step.words)
    if keeps is None:
        links.delete()
    elif not links.update(keeps=keeps):
        InitiativeWords.objects.create(
            organisation_id=initiative.organisation_id,
            initiative=initiative,
            words=step.words,
            keeps=keeps,
        )
