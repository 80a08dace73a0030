"""A story drafted from what is already known."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from backend.initiatives import services as initiatives
from backend.initiatives.services.initiatives import words_link
from backend.listening import services as listening
from backend.listening.models import Consent, Words
from backend.successes import selectors, services
from backend.successes.events import SuccessDrafted
from backend.successes.models import Success
from tests.acting import by
from tests.initiatives.factories import kinds, last_event, log, start
from tests.successes.factories import SAID, SECRET, drafted, finished


def test_a_draft_tells_the_steps_in_order_what_surprised_and_who_keeps_it_going(samira):
    story = drafted(samira, expectation="U maakt één foto en bent klaar").story
    parts = [
        "U maakt één foto en bent klaar.",
        "In drie meterkasten gekeken.",
        "Iedereen mag een foto sturen.",
        "Ook jonge mensen kiezen de foto.",
        "Meterstanden kijkt elke maand.",
    ]
    places = [story.index(part) for part in parts]
    assert places == sorted(places)


def test_a_draft_thanks_the_a_team_by_first_name_and_the_customer_without_any(samira, joost):
    initiative = finished(samira, members=[samira, joost])
    thanks = services.success_draft(act=by(samira), initiative=initiative).thanks
    assert "Samira, Joost" in thanks
    assert "71" not in thanks
    assert thanks.endswith(".")


def test_a_draft_quotes_words_that_the_customer_let_go_this_far(samira):
    assert drafted(samira).words.text == SAID


def test_words_for_the_a_team_only_never_reach_a_draft(samira):
    success = drafted(samira, words=SECRET, consent=Consent.A_TEAM)
    assert success.words is None
    assert SECRET not in success.story + success.thanks + success.title


def test_words_whose_consent_shrinks_later_are_no_longer_shown(samira):
    success = drafted(samira)
    assert selectors.words_shown(success) is not None
    listening.words_consent_change(act=by(samira), words=success.words, consent=Consent.A_TEAM)
    assert selectors.words_shown(Success.objects.get()) is None


def test_words_that_were_taken_back_are_no_longer_shown(samira):
    drafted(samira)
    listening.words_withdraw(act=by(samira), words=Words.objects.get())
    assert selectors.words_shown(Success.objects.get()) is None


def test_a_draft_speaks_the_language_of_its_steps_whoever_asks_for_it(samira, mieke):
    mieke.person.language = "en"
    success = services.success_draft(act=by(mieke), initiative=finished(samira))
    assert success.language == "nl"
    assert "Wat ons verraste" in success.story


def test_drafting_twice_is_drafting_once(samira):
    initiative = finished(samira)
    first = services.success_draft(act=by(samira), initiative=initiative)
    assert services.success_draft(act=by(samira), initiative=initiative) == first
    assert kinds().count(SuccessDrafted.KIND) == 1
    assert last_event().payload == {"initiative_id": initiative.pk}


def test_an_initiative_that_still_runs_is_not_told(samira):
    initiative = log(samira, start(samira)).initiative
    with pytest.raises(ValidationError):
        services.success_draft(act=by(samira), initiative=initiative)


def test_a_stopped_initiative_is_a_lesson_and_no_success(samira):
    initiative = initiatives.initiative_stop(
        act=by(samira), initiative=log(samira).initiative, lesson="Niemand wilde het"
    )
    with pytest.raises(ValidationError):
        services.success_draft(act=by(samira), initiative=initiative)
    assert [one.lesson for one in selectors.lessons(organisation=samira.organisation)] == [
        "Niemand wilde het"
    ]


def test_of_a_long_history_only_the_beginning_and_the_end_are_told(samira):
    """The stones beside it tell every step; a story that repeats them is read by nobody."""
    initiative = start(samira)
    for number in range(40):
        log(samira, initiative, text=f"Stap {number} " + "woord " * 70)
    initiatives.initiative_finish(act=by(samira), initiative=initiative)
    success = services.success_draft(act=by(samira), initiative=initiative)
    assert "Stap 0 " in success.story
    assert len(success.story) <= 1300
    assert "Stap 7 " not in success.story


def test_one_customer_who_told_twice_is_thanked_as_one(samira):
    initiative = finished(samira)
    before = selectors.givers_count(initiative=initiative)
    for text in ("En nog iets.", "En dit ook."):
        words = listening.words_note(
            act=by(samira), text=text, unit=samira.unit, said_by=" een klant van 71"
        )
        words_link(act=by(samira), initiative=initiative, words=words)
    assert selectors.givers_count(initiative=initiative) == before


def test_a_story_is_asked_for_as_before_then_and_now(samira, browse):
    initiative = start(samira, interpretation="De brief was te moeilijk.")
    log(samira, initiative, text="Drie klanten gevraagd")
    log(samira, initiative, text="De brief herschreven")
    initiatives.initiative_finish(act=by(samira), initiative=initiative, keeper="Team Brieven")
    url = reverse("successes:success_tell", args=["deplas", initiative.uid])
    client = browse(samira)
    page = client.get(url)
    form = page.context["form"]
    assert form.in_parts
    assert "De brief was te moeilijk." in form["before"].value()
    assert "Drie klanten gevraagd" in form["then"].value()
    assert "Team Brieven" in form["now"].value()
    typed = {"title": "Heldere brief", "thanks": "", "words": "", "version": "1"}
    empty = client.post(url, {**typed, "before": " ", "then": "", "now": ""})
    assert empty.status_code == 422
    assert "then" in empty.context["form"].errors
    parts = {"before": "Niemand begreep hem.", "then": "", "now": "Nu belt bijna niemand meer."}
    assert client.post(url, {**typed, **parts}).status_code == 302
    initiative.refresh_from_db()
    assert initiative.success.story == "Niemand begreep hem.\n\nNu belt bijna niemand meer."
    again = client.get(url).context["form"]
    assert not again.in_parts
    assert again["story"].value() == initiative.success.story
