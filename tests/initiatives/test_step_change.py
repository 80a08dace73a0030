"""Changing, doing, removing and putting back steps."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from backend.events.models import Change
from backend.initiatives import services
from backend.initiatives.models import Initiative, Step
from backend.initiatives.stages import Stage
from backend.tenancy.models import VersionConflict
from tests.acting import by
from tests.initiatives.factories import kinds, last_event, log, start


def stage_of(initiative: Initiative) -> str:
    return Initiative.objects.get(pk=initiative.pk).stage


def test_a_changed_text_keeps_the_old_one_in_the_history(samira, organisation):
    step = log(samira)
    services.step_change(
        act=by(samira), step=step, version=1, text="Vier klanten gevraagd", kind="listened"
    )
    today = organisation.today().isoformat()
    payload = last_event().payload
    lies = {"initiative_id": step.initiative_id, "unit_id": step.unit_id, "done_on": today}
    assert payload["before"] == {**lies, "kind": "tried"}
    assert payload["after"] == {**lies, "kind": "listened"}
    assert payload["golden"] is False
    assert Change.objects.get(field="text").before == step.text


def test_a_second_editor_is_told_and_sees_what_stands_there_now(samira):
    step = log(samira)
    services.step_change(act=by(samira), step=step, version=1, text="De eerste")
    with pytest.raises(VersionConflict) as conflict:
        services.step_change(act=by(samira), step=step, version=1, text="De tweede")
    assert conflict.value.theirs.text == "De eerste"


def test_a_planned_step_that_is_done_becomes_a_stone(samira, organisation):
    initiative = start(samira)
    planned = log(samira, initiative, planned_on=organisation.today())
    done = services.step_do(act=by(samira), step=planned)
    assert done.done_on == organisation.today()
    assert last_event().payload["was_planned"] is True
    assert stage_of(initiative) == Stage.DOING


def test_doing_a_planned_step_can_be_undone(samira, organisation):
    initiative = start(samira)
    planned = log(samira, initiative, planned_on=organisation.today())
    done = services.step_do(act=by(samira), step=planned)
    services.step_change(act=by(samira), step=done, version=done.version, done_on=None)
    assert Step.objects.get().done_on is None
    assert last_event().payload["after"]["done_on"] is None
    assert stage_of(initiative) == Stage.IDEA


def test_removing_the_only_step_makes_it_an_idea_again_and_putting_back_undoes_it(samira):
    step = log(samira)
    services.step_remove(act=by(samira), step=step)
    services.step_remove(act=by(samira), step=step)
    assert stage_of(step.initiative) == Stage.IDEA
    assert kinds().count("step_removed") == 1
    services.step_restore(act=by(samira), step=step)
    assert stage_of(step.initiative) == Stage.DOING
    assert kinds()[-2:] == ["initiative_changed", "step_restored"]


def test_a_removed_step_is_not_changed(samira):
    step = log(samira)
    services.step_remove(act=by(samira), step=step)
    with pytest.raises(ValidationError):
        services.step_change(act=by(samira), step=step, version=1, text="Anders")
    with pytest.raises(ValidationError):
        services.step_do(act=by(samira), step=step)


def test_a_done_step_cannot_move_to_a_day_to_come(samira, organisation):
    step = log(samira)
    with pytest.raises(ValidationError) as refused:
        services.step_change(
            act=by(samira), step=step, version=1, done_on=organisation.today() + timedelta(days=1)
        )
    assert list(refused.value.message_dict) == ["done_on"]


def test_a_step_that_stays_the_same_records_nothing(samira):
    step = log(samira)
    before = kinds()
    services.step_change(act=by(samira), step=step, version=1, text=step.text)
    assert kinds() == before
