"""The hand-written example: enough of it, never the same thing twice too often, nobody named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from backend.example.people import ACCOUNTS, AMBASSADORS, FIRST, SIZES, colleagues
from backend.example.texts import (
    DEPARTMENTS,
    LANGUAGES,
    LAST_WEEK,
    SCENES,
    ExampleText,
    InitiativeText,
    example,
)
from backend.organisations.roles import Role

SILENT_TEAMS = {"complaints", "sources", "data", "workplace", "procurement", "finance"}


@pytest.fixture(params=LANGUAGES)
def text(request: pytest.FixtureRequest) -> ExampleText:
    return example(request.param)


def _everything(text: ExampleText) -> Iterator[str]:
    yield from (text.programme.vision, text.programme.name, *text.programme.ambitions.values())
    for initiative in text.initiatives:
        yield from (initiative.title, initiative.expectation, initiative.interpretation)
        yield initiative.lesson
        yield from (step.text for step in initiative.steps)
        yield from (words.text for words in initiative.words)
        yield from (answer.sentence for answer in initiative.check_ins)
        if initiative.finish:
            yield from (initiative.finish.surprise, initiative.finish.keeper)
        if initiative.success:
            success = initiative.success
            yield from (success.title, success.story, success.thanks, success.alt)


def _done(initiative: InitiativeText) -> list[str]:
    return [step.text for step in initiative.steps if not step.planned]


def test_there_is_enough_of_everything_in_each_language(text: ExampleText) -> None:
    steps = {step.text for initiative in text.initiatives for step in initiative.steps}
    words = {said.text for initiative in text.initiatives for said in initiative.words}
    assert len(text.initiatives) >= 44
    assert len(steps) >= 170
    assert len(words) >= 26
    assert len(text.departments) == 6
    assert len(text.teams) == 24
    assert len(text.processes) == 11
    assert len(text.customer_groups) == 5
    assert sum(len(_done(initiative)) for initiative in text.initiatives) == 235


def test_no_text_appears_more_than_three_times_in_both_languages_together() -> None:
    counted = Counter(
        sentence
        for language in LANGUAGES
        for sentence in _everything(example(language))
        if sentence
    )
    assert [sentence for sentence, times in counted.items() if times > 3] == []


def test_no_step_and_no_words_appear_twice(text: ExampleText) -> None:
    counted = Counter(
        said.text
        for initiative in text.initiatives
        for said in (*initiative.steps, *initiative.words)
    )
    assert max(counted.values()) == 1


def test_both_languages_tell_the_same_history() -> None:
    dutch, english = (example(language).initiatives for language in LANGUAGES)
    assert dutch
    for here, there in zip(dutch, english, strict=True):
        assert here.key == there.key
        assert [(s.week, s.kind, s.planned) for s in here.steps] == [
            (s.week, s.kind, s.planned) for s in there.steps
        ]
        assert (here.finish is None, here.success is None) == (
            there.finish is None,
            there.success is None,
        )


def test_english_is_written_and_not_left_in_dutch() -> None:
    dutch = set(_everything(example("nl"))) - {""}
    assert dutch.isdisjoint(_everything(example("en")))


def test_each_told_success_has_a_story_a_scene_and_its_words_for_who_cannot_see_it(
    text: ExampleText,
) -> None:
    told = [initiative.success for initiative in text.initiatives if initiative.success]
    assert len(told) >= 12
    for success in told:
        assert 60 <= len(success.story.split()) <= 120, success.title
        assert len(success.alt) > 20
        assert success.thanks
    assert sorted(success.scene for success in told) == sorted(SCENES.iterdir())


def test_steps_of_told_successes_have_short_words_beside_their_stones(text: ExampleText) -> None:
    told = [(one.success, step.label) for one in text.initiatives for step in one.steps]
    assert told
    for success, label in told:
        assert bool(label) is (success is not None)
        assert len(label) <= 22


def test_some_are_finished_but_untold_some_stopped_and_somebody_was_stuck_and_got_on(
    text: ExampleText,
) -> None:
    untold = [i for i in text.initiatives if i.finish and not i.success]
    stopped = [i for i in text.initiatives if i.stopped is not None]
    assert len(untold) == 4
    assert len(stopped) == 2
    assert all(len(initiative.lesson) > 100 for initiative in stopped)
    stuck = [i for i in text.initiatives for c in i.check_ins if c.answer == "stuck" and c.sentence]
    assert any(i.check_ins[-1].answer == "going_well" for i in stuck)


def test_no_customer_is_named(text: ExampleText) -> None:
    names = {*FIRST, *(colleague.name.split()[0] for colleague in colleagues())}
    thanked = {"Samira", "Joost"}
    assert text.initiatives
    for sentence in _everything(text):
        assert not (set(re.findall(r"\w+", sentence)) & names) - thanked, sentence
    for initiative in text.initiatives:
        for words in initiative.words:
            found = set(re.findall(r"\w+", f"{words.text} {words.said_by}"))
            assert not found & (names | thanked), words.said_by


def test_words_say_how_far_they_may_go_and_who_said_them(text: ExampleText) -> None:
    scopes = Counter(said.consent for initiative in text.initiatives for said in initiative.words)
    assert scopes["a_team"] > scopes["organisation"] + scopes["public"] - 5
    assert scopes["public"] >= 5
    for initiative in text.initiatives:
        heard = {step.week for step in initiative.steps if not step.planned}
        for words in initiative.words:
            assert words.week in heard, initiative.key
            assert words.said_by


def test_it_starts_slowly_has_an_open_summer_and_a_lively_autumn(text: ExampleText) -> None:
    weeks = Counter(
        step.week
        for initiative in text.initiatives
        for step in initiative.steps
        if not step.planned
    )
    assert sum(weeks[week] for week in range(6)) <= 12
    assert sum(weeks[week] for week in range(13, 19)) <= 3
    assert all(weeks[week] >= 10 for week in range(20, LAST_WEEK + 1))
    assert max(weeks) == LAST_WEEK


def test_eighteen_of_the_teams_take_steps_and_six_are_invited_to(text: ExampleText) -> None:
    moving = {initiative.team for initiative in text.initiatives}
    assert {team for teams in DEPARTMENTS.values() for team in teams} - moving == SILENT_TEAMS


def test_there_are_260_colleagues_with_names_and_addresses_of_their_own() -> None:
    people = colleagues()
    assert len(people) == 260
    assert len({colleague.name for colleague in people}) == 260
    assert len({colleague.email for colleague in people}) == 260
    assert all(colleague.email.endswith("@duinzicht.example") for colleague in people)
    assert SIZES["advice"] == 3
    assert set(ACCOUNTS.values()) <= set(people)


def test_every_team_that_takes_steps_has_ambassadors_enough(text: ExampleText) -> None:
    for initiative in text.initiatives:
        assert initiative.a_team - len(initiative.invited) <= AMBASSADORS[initiative.team]
    ambassadors = [c for c in colleagues() if Role.AMBASSADOR in c.roles]
    assert len(ambassadors) == sum(AMBASSADORS.values())
