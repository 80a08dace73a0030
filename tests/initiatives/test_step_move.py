"""A step that was logged in the wrong initiative goes to the right one, and back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from backend.board.reading import board as reading
from backend.events.models import Event
from backend.initiatives import services
from backend.initiatives.models import Initiative, InitiativeWords, Step
from backend.listening.selectors import words_visible
from tests.acting import by
from tests.initiatives.factories import log, start
from tests.initiatives.test_step_edit import typed, url


@pytest.fixture
def step(samira) -> Step:
    return log(samira)


def _kept() -> dict[str, bool]:
    return dict(InitiativeWords.objects.values_list("initiative__title", "keeps"))


def test_a_step_in_the_wrong_initiative_goes_to_the_right_one_and_back(
    samira, joost, other_unit, browse
):
    wrong, right = start(samira, title="De verkeerde"), start(samira, title="De goede")
    step = log(samira, wrong, words_text="Dat was bij de ander.")
    client, page = browse(samira), url("step_edit", step)
    assert "De goede" in client.get(page).text
    answer = client.post(page, typed(step, initiative=right.uid))
    assert answer["Location"].endswith(f"/initiatives/{right.uid}/")
    stages = dict(Initiative.objects.values_list("title", "stage"))
    assert stages == {"De verkeerde": "idea", "De goede": "doing"}
    assert [link.initiative for link in step.words.initiative_links.all()] == [right]
    event = Event.objects.get(kind="step_changed")
    client.post(url("step_change_undo", step, event.uid))
    stages = dict(Initiative.objects.values_list("title", "stage"))
    assert stages == {"De verkeerde": "doing", "De goede": "idea"}
    assert [link.initiative for link in step.words.initiative_links.all()] == [wrong]


def test_a_step_that_moves_counts_for_the_team_of_its_initiative(samira, joost, organisation):
    elsewhere = start(joost, members=[joost, samira])
    step = log(samira, start(samira))
    services.step_change(act=by(samira), step=step, version=1, initiative=elsewhere)
    payload = Event.objects.get(kind="step_changed").payload
    assert payload["before"]["unit_id"] == samira.unit_id
    assert payload["after"]["unit_id"] == joost.unit_id


@pytest.mark.parametrize("closed", ["here", "there"])
def test_a_step_goes_from_one_open_initiative_to_another(samira, closed, browse):
    here, there = start(samira), start(samira)
    step = log(samira, here)
    log(samira, there)
    services.initiative_finish(act=by(samira), initiative=here if closed == "here" else there)
    answer = browse(samira).post(url("step_edit", step), typed(step, initiative=there.uid))
    # A closed one is no choice; of a closed one no step leaves: what was told is told.
    assert answer.status_code == (302 if closed == "here" else 422)
    assert Step.objects.get(pk=step.pk).initiative == here
    with pytest.raises(ValidationError):
        services.step_change(act=by(samira), step=step, version=step.version, initiative=there)


def test_a_step_does_not_go_where_this_person_may_not_log_one(samira, joost, step, browse):
    theirs = start(joost)
    answer = browse(samira).post(url("step_edit", step), typed(step, initiative=theirs.uid))
    assert list(answer.context["form"].errors) == ["initiative"]


def test_what_a_step_of_an_earlier_day_did_to_the_beginning_goes_with_it(samira, organisation):
    initiative, today = start(samira), organisation.today()
    step = log(samira, initiative, done_on=today - timedelta(days=40))
    initiative.refresh_from_db()
    assert initiative.started_on == step.done_on
    services.step_change(act=by(samira), step=step, version=1, initiative=start(samira))
    initiative.refresh_from_db()
    assert initiative.started_on == today


@pytest.mark.parametrize("who", ["noted them", "was brought in", "joined by themselves"])
def test_the_a_team_that_heard_words_in_confidence_keeps_them_through_a_move_and_its_undo(
    samira, omar, mieke, browse, who
):
    home, goal = start(samira, title="Thuis"), start(mieke, title="Doel", unit=omar.unit)
    if who != "noted them":
        step = log(samira, home, words_text="In vertrouwen.")
        adder = samira if who == "was brought in" else omar
        services.team_join(act=by(adder), initiative=home, membership=omar)
    else:
        services.team_join(act=by(samira), initiative=home, membership=omar)
        step = log(omar, home, words_text="In vertrouwen.")
    readers = {one for one in (samira, omar) if step.words in words_visible(membership=one)}
    services.step_change(act=by(omar), step=step, version=1, initiative=goal)
    if who == "joined by themselves":
        assert _kept() == {"Thuis": True, "Doel": False}  # not theirs to take along
    else:
        assert _kept() == {"Doel": True}
    change = Event.objects.get(kind="step_changed")
    # Who made the change takes it back, also where the step is out of their reach now.
    assert browse(omar).post(url("step_change_undo", step, change.uid)).status_code == 302
    assert _kept() == {"Thuis": True}
    assert {one for one in (samira, omar) if step.words in words_visible(membership=one)} == readers


def test_words_that_the_other_initiative_had_already_stay_with_it(samira):
    home, goal = start(samira, title="Thuis"), start(samira, title="Doel")
    step = log(samira, home, words_text="In vertrouwen.")
    services.initiative_words_add(act=by(samira), initiative=goal, words=step.words)
    services.step_change(act=by(samira), step=step, version=1, initiative=goal)
    services.step_change_undo(act=by(samira), event=Event.objects.get(kind="step_changed"))
    assert _kept() == {"Thuis": True, "Doel": True}


def test_what_others_did_in_the_other_initiative_meanwhile_stands(samira, organisation):
    """The page that moves it was read before: the figures are of what stands now."""
    home, goal, today = start(samira), start(samira), organisation.today()
    step = log(samira, home, done_on=today - timedelta(days=3))
    log(samira, home)
    as_read = Initiative.objects.get(pk=goal.pk)
    log(samira, goal, done_on=today - timedelta(days=10))
    services.step_change(act=by(samira), step=step, version=1, initiative=as_read)
    counted = reading.whole(organisation=organisation).counts
    assert (counted["started"], counted["open"]) == (2, 2)
    goal.refresh_from_db()
    assert goal.started_on == today - timedelta(days=10)


def test_a_planned_step_that_comes_is_a_sign_of_life(samira, organisation):
    step = log(samira, start(samira), planned_on=organisation.today() + timedelta(days=3))
    quiet = start(by(samira, silent=True, at=timezone.now() - timedelta(days=30)))
    services.step_change(act=by(samira), step=step, version=1, initiative=quiet)
    quiet.refresh_from_db()
    assert quiet.touched_at > timezone.now() - timedelta(minutes=1)
    assert quiet.stage == "idea"


def test_another_of_the_a_team_undoes_it_only_to_where_they_may_log_a_step(
    samira, joost, omar, browse
):
    home, goal = start(joost), start(samira)
    services.team_join(act=by(joost), initiative=home, membership=samira)
    step = log(samira, home)
    services.step_change(act=by(samira), step=step, version=1, initiative=goal)
    services.team_join(act=by(samira), initiative=goal, membership=omar)
    undo = url("step_change_undo", step, Event.objects.get(kind="step_changed").uid)
    assert browse(omar).post(undo).status_code == 403
    assert browse(samira).post(undo).status_code == 302
    assert Step.objects.get().initiative == home
