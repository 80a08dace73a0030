"""Logging and planning a step."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from backend.initiatives import services
from backend.initiatives.models import Initiative, Step
from backend.initiatives.stages import Stage
from backend.listening.models import Consent, Words
from tests.acting import by
from tests.initiatives.factories import kinds, last_event, log, start


def test_a_step_in_an_idea_moves_it_to_doing_and_is_a_sign_of_life(samira, organisation):
    initiative = start(samira)
    step = log(samira, initiative)
    initiative.refresh_from_db()
    assert initiative.stage == Stage.DOING
    assert initiative.touched_at >= step.logged_at
    assert kinds()[-2:] == ["initiative_changed", "step_logged"]
    assert last_event().payload == {
        "initiative_id": initiative.pk,
        "unit_id": samira.unit_id,
        "kind": "tried",
        "done_on": organisation.today().isoformat(),
        "with_words": False,
        "was_planned": False,
        "first_words": False,
    }


def test_a_step_without_initiative_starts_one_in_the_own_team(omar):
    step = log(omar, text="Samen met een klant de brief gelezen. Het was leerzaam.")
    assert step.initiative.title == "Samen met een klant de brief gelezen"
    assert step.initiative.unit == omar.unit
    assert list(step.initiative.members.all()) == [omar]
    assert Initiative.objects.get().stage == Stage.DOING


@pytest.mark.parametrize(
    ("language", "title"), [("nl", "Nieuw initiatief"), ("en", "New initiative")]
)
def test_a_first_step_that_is_only_somebodys_data_starts_an_initiative_without_it(
    samira, language, title
):
    samira.person.language = language
    step = log(samira, text="(06-12345678)")
    assert (step.text, step.initiative.title) == ("(06-12345678)", title)


def test_a_day_to_come_makes_a_planned_step_and_no_stone(samira, organisation):
    initiative = start(samira)
    day = organisation.today() + timedelta(days=3)
    step = log(samira, initiative, planned_on=day)
    assert (step.planned_on, step.done_on) == (day, None)
    initiative.refresh_from_db()
    assert initiative.stage == Stage.IDEA
    assert last_event().kind == "step_planned"


def test_the_customers_words_are_kept_apart_for_the_a_team_only(samira):
    step = log(samira, words_text="  “Ik zit op mijn knieën.” ", said_by="een klant van 71")
    words = Words.objects.get()
    assert step.words == words
    assert (words.text, words.consent) == ("“Ik zit op mijn knieën.”", Consent.A_TEAM)
    assert step.initiative.words_links.get().words == words
    assert last_event().payload["with_words"] is True


@pytest.mark.parametrize(
    ("fields", "faulty"),
    [
        ({"text": "  "}, "text"),
        ({"text": "é" * 10_000}, "text"),
        ({"kind": "thought"}, "kind"),
        ({"words_text": "a" * 10_000}, "words_text"),
        ({"words_text": "ok", "said_by": "a" * 121}, "said_by"),
        ({"words_text": "ok", "consent": "world"}, "consent"),
    ],
)
def test_a_refused_step_says_so_at_its_field_and_leaves_nothing(samira, fields, faulty):
    with pytest.raises(ValidationError) as refused:
        log(samira, **fields)
    assert list(refused.value.message_dict) == [faulty]
    assert not Step.objects.exists()
    assert not Initiative.objects.exists()
    assert not Words.objects.exists()


def test_days_that_cannot_be_are_refused(samira, organisation):
    tomorrow = organisation.today() + timedelta(days=1)
    with pytest.raises(ValidationError) as done:
        log(samira, done_on=tomorrow)
    with pytest.raises(ValidationError) as planned:
        log(samira, planned_on=organisation.today() - timedelta(days=1))
    assert list(done.value.message_dict) == ["done_on"]
    assert list(planned.value.message_dict) == ["planned_on"]


def test_emoji_and_right_to_left_text_stay_as_typed(samira):
    text = "שלום 👩‍👩‍👧 عميل"
    assert Step.objects.get(pk=log(samira, text=text).pk).text == text


def test_a_closed_initiative_takes_no_steps(samira):
    initiative = start(samira)
    services.initiative_stop(act=by(samira), initiative=initiative, lesson="Te groot")
    with pytest.raises(ValidationError) as refused:
        log(samira, initiative)
    assert list(refused.value.message_dict) == ["initiative"]


def test_an_older_step_moves_the_start_of_its_initiative(samira, organisation):
    initiative = start(samira)
    earlier = organisation.today() - timedelta(days=40)
    log(samira, initiative, done_on=earlier)
    initiative.refresh_from_db()
    assert initiative.started_on == earlier


def test_logging_costs_few_queries(samira, django_assert_max_num_queries):
    initiative = start(samira)
    log(samira, initiative)
    # savepoint, lock, who may, step, initiative, event, wake, release
    with django_assert_max_num_queries(8):
        log(samira, initiative)
