"""What the events of initiatives tell whoever folds them: where a stone lay, and since when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from backend.events import reading
from backend.events.models import Event
from backend.initiatives import services
from backend.initiatives.events import (
    HelpOffered,
    HelpWithdrawn,
    InitiativeChanged,
    InitiativeStarted,
    StepChanged,
    StepLogged,
    StepMoved,
    WordsLinked,
    WordsUnlinked,
)
from backend.initiatives.models import Step
from backend.listening import services as listening
from tests.acting import by
from tests.initiatives.factories import log, start


def told(kind: Any) -> list[Any]:
    """All that events of this kind said, in order."""
    return [reading.told(one, kind) for one in Event.objects.filter(kind=kind.KIND).order_by("id")]


def _words(samira) -> Any:
    return listening.words_note(act=by(samira), text="Ik wacht al weken.", unit=samira.unit)


def test_a_step_that_moves_tells_both_initiatives_and_both_teams(samira, joost, mieke):
    here, there = start(samira), start(joost, title="Storing", unit=joost.unit)
    step = log(samira, here)
    services.step_change(act=by(mieke), step=step, version=step.version, initiative=there)
    changed = told(StepChanged)[-1]
    assert (changed.before.initiative_id, changed.after.initiative_id) == (here.pk, there.pk)
    assert (changed.before.unit_id, changed.after.unit_id) == (samira.unit_id, joost.unit_id)
    moved = told(StepMoved)[-1]
    assert (moved.initiative_id, moved.to_id, moved.step_id) == (here.pk, there.pk, step.pk)
    assert (moved.unit_id, moved.to_unit_id) == (samira.unit_id, joost.unit_id)
    assert (moved.last_words, moved.first_words) == (False, False)


def test_words_that_move_with_a_step_are_the_last_here_and_the_first_there_and_back(samira, mieke):
    here, there = start(samira), start(samira, title="Brief")
    step = log(samira, here, words_text="Ik wacht al weken.")
    services.step_change(act=by(samira), step=step, version=step.version, initiative=there)
    gone = told(StepMoved)[-1]
    assert (gone.last_words, gone.first_words) == (True, True)
    event = Event.objects.filter(kind=StepChanged.KIND).latest("id")
    services.step_change_undo(act=by(samira), event=event)
    back = told(StepMoved)[-1]
    assert (back.initiative_id, back.to_id) == (there.pk, here.pk)
    assert (back.last_words, back.first_words) == (True, True)
    assert here.words_links.count() == 1
    assert there.words_links.count() == 0


def test_an_initiative_tells_since_when_it_is_there_and_when_that_moves(samira, organisation):
    today, earlier = organisation.today(), organisation.today() - timedelta(days=9)
    initiative = start(samira)
    assert told(InitiativeStarted)[-1].started_on == today
    log(samira, initiative)
    step = log(samira, initiative, done_on=earlier)
    changed = told(InitiativeChanged)[-1]
    assert (changed.before.started_on, changed.after.started_on) == (today, earlier)
    assert changed.before.stage == changed.after.stage
    services.step_remove(act=by(samira), step=Step.objects.get(pk=step.pk))
    changed = told(InitiativeChanged)[-1]
    assert (changed.before.started_on, changed.after.started_on) == (earlier, today)


def test_the_first_words_of_an_initiative_are_told_as_such_however_they_come(samira):
    initiative = start(samira)
    log(samira, initiative, words_text="Ik wacht al weken.")
    log(samira, initiative, words_text="Nog steeds.")
    log(samira, initiative)
    assert [one.first_words for one in told(StepLogged)] == [True, False, False]
    assert told(InitiativeStarted)[-1].with_words is False
    start(samira, title="Met woorden", words=_words(samira))
    assert told(InitiativeStarted)[-1].with_words is True
    bare = start(samira, title="Kaal")
    first, second = _words(samira), _words(samira)
    for words in (first, second):
        services.initiative_words_add(act=by(samira), initiative=bare, words=words)
    assert [one.first for one in told(WordsLinked)] == [True, False]
    for words in (first, second):
        services.initiative_words_remove(act=by(samira), initiative=bare, words=words)
    assert [one.last for one in told(WordsUnlinked)] == [False, True]


def test_the_first_who_helps_and_the_last_who_no_longer_does_are_told_as_such(samira, omar, joost):
    initiative = start(samira, members=[samira, omar, joost])
    given = services.check_in(act=by(samira), initiative=initiative, answer="stuck", sentence="Au.")
    for one in (omar, joost):
        services.help_offer(act=by(one), check_in=given)
    for one in (omar, joost):
        services.help_withdraw(act=by(one), check_in=given)
    assert [one.first for one in told(HelpOffered)] == [True, False]
    assert [one.last for one in told(HelpWithdrawn)] == [False, True]
    assert {one.unit_id for one in told(HelpOffered)} == {samira.unit_id}


def test_what_is_written_for_one_act_bears_one_moment(samira):
    then = timezone.now() - timedelta(days=3)
    step = log(by(samira, silent=True, at=then))
    assert (step.logged_at, step.initiative.touched_at) == (then, then)
    moments = set(Event.objects.values_list("happened_at", "silent"))
    assert moments == {(then, True)}
