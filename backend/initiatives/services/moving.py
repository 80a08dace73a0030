"""A step that was logged in the wrong initiative goes to the right one, with its words."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from backend.events import services as events
from backend.events.acts import Act
from backend.initiatives.events import StepMoved
from backend.initiatives.models import Initiative, InitiativeWords, Step
from backend.initiatives.services.initiatives import words_link
from backend.initiatives.services.laying import (
    refresh_started_on,
    return_to_idea,
    take_back_sign_of_life,
)
from backend.listening.selectors import decides

# For each of the two initiatives, whether its A-team kept the words; None where it had no link.
Kept = dict[int, bool | None]


def hold_both(step: Step, wanted: Initiative | None) -> tuple[Initiative, Initiative]:
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


def leave(*, act: Act, step: Step, home: Initiative, kept: Kept) -> Kept:
    """What it means for the initiative that a step left: as if it was never there.

    Its words go along where the actor may decide about them; else the A-team that heard them
    keeps them too. Or, for an undo, they are again as they were (`kept`). Returns what an undo needs
    to give them back.
    """
    return_to_idea(act, home)
    take_back_sign_of_life(home)
    refresh_started_on(act, home)
    goal, before = step.initiative, Kept()
    had = [_has_words(home), _has_words(goal)]
    if step.words is not None:
        before = {one.pk: _keeps(one, step) for one in (home, goal)}
        if kept:
            _words_put_back(step, kept)
        else:
            _words_along(act, step, home)
    moved = StepMoved(
        initiative_id=home.pk,
        step_id=step.pk,
        to_id=goal.pk,
        unit_id=home.unit_id,
        to_unit_id=goal.unit_id,
        last_words=had[0] and not _has_words(home),
        first_words=not had[1] and _has_words(goal),
    )
    events.record(act, moved, subject=home)
    return before


def _has_words(initiative: Initiative) -> bool:
    return bool(InitiativeWords.objects.filter(initiative=initiative).exists())


def _words_along(act: Act, step: Step, home: Initiative) -> None:
    may_decide = decides(membership=act.actor, words=step.words)
    words_link(act=act, initiative=step.initiative, words=step.words)
    if may_decide and not step.words.steps.filter(initiative=home).exists():
        kept = _keeps(home, step)
        _link(home, step, None)
        if kept:
            _link(step.initiative, step, True)


def _words_put_back(step: Step, kept: Kept) -> None:
    """The words are with the initiatives as they were before the step was moved."""
    for initiative in Initiative.objects.filter(pk__in=kept):
        _link(initiative, step, kept[initiative.pk])


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
