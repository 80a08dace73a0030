"""Finishing, stopping, and going on after all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from backend.initiatives import services
from backend.initiatives.stages import Stage
from tests.acting import by
from tests.initiatives.factories import last_event, log, start


def test_finishing_keeps_what_surprised_us_and_who_keeps_it_going(samira, organisation):
    initiative = log(samira).initiative
    done = services.initiative_finish(
        act=by(samira), initiative=initiative, surprise="Zo snel!", keeper="Team Balie"
    )
    assert (done.stage, done.surprise, done.keeper) == (Stage.DONE, "Zo snel!", "Team Balie")
    today = organisation.today().isoformat()
    assert last_event().payload == {
        "unit_id": samira.unit_id,
        "process_id": None,
        "stage_before": "doing",
        "stage_after": "done",
        "started_on": today,
        "closed_on": today,
    }


def test_an_idea_without_a_step_is_not_finished(samira):
    with pytest.raises(ValidationError):
        services.initiative_finish(act=by(samira), initiative=start(samira))


def test_finishing_twice_is_refused(samira):
    initiative = log(samira).initiative
    services.initiative_finish(act=by(samira), initiative=initiative)
    with pytest.raises(ValidationError):
        services.initiative_finish(act=by(samira), initiative=initiative)


def test_stopping_asks_for_a_lesson(samira):
    initiative = start(samira)
    with pytest.raises(ValidationError) as refused:
        services.initiative_stop(act=by(samira), initiative=initiative, lesson=" ")
    assert list(refused.value.message_dict) == ["lesson"]
    stopped = services.initiative_stop(
        act=by(samira), initiative=initiative, lesson="Begin kleiner"
    )
    assert stopped.stage == Stage.STOPPED
    assert last_event().kind == "initiative_stopped"


@pytest.mark.parametrize("days", [-400, 1])
def test_the_last_day_lies_between_the_start_and_today(samira, organisation, days):
    initiative = log(samira).initiative
    with pytest.raises(ValidationError) as refused:
        services.initiative_finish(
            act=by(samira),
            initiative=initiative,
            closed_on=organisation.today() + timedelta(days=days),
        )
    assert list(refused.value.message_dict) == ["closed_on"]


def test_going_on_returns_to_where_it_was(samira):
    idea = start(samira)
    doing = log(samira).initiative
    services.initiative_stop(act=by(samira), initiative=idea, lesson="Te groot")
    services.initiative_finish(act=by(samira), initiative=doing)
    assert services.initiative_resume(act=by(samira), initiative=idea).stage == Stage.IDEA
    resumed = services.initiative_resume(act=by(samira), initiative=doing)
    assert (resumed.stage, resumed.closed_on) == (Stage.DOING, None)
    assert last_event().payload["stage_before"] == "done"


def test_what_is_open_or_celebrated_does_not_go_on(samira):
    initiative = log(samira).initiative
    with pytest.raises(ValidationError):
        services.initiative_resume(act=by(samira), initiative=initiative)
    services.initiative_finish(act=by(samira), initiative=initiative)
    type(initiative).objects.update(stage=Stage.CELEBRATED)
    with pytest.raises(ValidationError):
        services.initiative_resume(act=by(samira), initiative=initiative)
