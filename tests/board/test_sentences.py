"""What the board says in words is literally so, at its edges too."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from backend.board import selectors
from backend.board.showing import texts, tiles
from backend.board.showing.durations import median_weeks
from backend.initiatives import services as initiatives
from backend.listening import services as listening
from backend.organisations.models import Unit
from tests.acting import by
from tests.conftest import member
from tests.initiatives.factories import log, start
from tests.successes.factories import finished, told

BOARD = reverse("board:board", args=["deplas"])


@pytest.fixture
def five(organisation, unit):
    """Enough colleagues for figures."""
    return [member(organisation, unit, f"Collega{'abcde'[n]} X") for n in range(5)]


@pytest.mark.parametrize(
    ("finished", "running", "weeks"),
    [
        ({1: 1, 2: 2, 3: 1, 4: 1}, {10: 5}, 4),
        ({1: 3, 2: 3, 3: 3, 4: 3}, {30: 12}, 4),
        ({1: 7, 5: 7}, {30: 14}, 5),
        ({1: 4}, {30: 5}, None),
    ],
)
def test_exactly_half_is_half(finished, running, weeks):
    assert median_weeks(finished, running) == weeks


def test_of_a_few_that_were_finished_no_time_is_told():
    for few in (1, 4):
        assert "first initiatives" in texts.small(2, few)
    assert "two" in texts.small(2, 5)


def test_a_team_is_said_to_be_still_for_no_longer_than_it_is(
    organisation, five, samira, petra, browse
):
    """Of each week only its Monday is kept; a step of its Sunday counts."""
    today = organisation.today()
    for days in range(7 * tiles.QUIET_WEEKS - 3, 7 * tiles.QUIET_WEEKS + 14):
        step = log(samira, start(samira, title="Stil"), done_on=today - timedelta(days=days))
        page = browse(petra).get(BOARD).context["page"]
        found = [n for n in range(2, 13) if f'data-figure="{n}"' in page.quiet]
        assert all(n * 7 <= days for n in found)
        assert found or days < 7 * tiles.QUIET_WEEKS + 6
        initiatives.step_remove(act=by(samira), step=step)


@pytest.mark.parametrize(
    ("language", "others", "said"),
    [
        ("nl", 0, "een eerste stap bij Lab, Natuur en Bronnen."),
        ("nl", 1, "een eerste stap bij Lab, Natuur, Bronnen en nog één."),
        ("en", 4, "a first step at Lab, Natuur, Bronnen and four more."),
    ],
)
def test_of_many_teams_with_a_first_step_those_that_are_not_named_are_counted(
    language, others, said
):
    with translation.override(language):
        told = texts.since(date(2026, 3, 4), 0, ["Lab", "Natuur", "Bronnen"], 0, others=others)
        assert strip_tags(told).endswith(said)


def test_of_many_new_teams_the_board_counts_those_it_does_not_name(
    organisation, department, samira, petra, browse
):
    teams = []
    for name in "ABCDE":
        unit = Unit.objects.create(
            organisation=organisation, parent=department, name=f"Ploeg {name}"
        )
        teams.append([member(organisation, unit, f"{name}{n} Ploeg") for n in range(6)])
    log(samira, start(samira))
    client = browse(petra)
    client.get(BOARD)
    visit = selectors.visit_of(membership=petra)
    visit.seen_at -= timedelta(hours=9)
    visit.save()
    for team in teams:
        log(team[0], start(team[0], title="Begonnen"))
    # The first of them is told together with Samira's small team, which was on its way already.
    said = " ".join(strip_tags(client.get(BOARD).text).split())
    assert "een eerste stap bij Ploeg B, Ploeg C, Ploeg D en nog één." in said


def test_what_was_heard_counts_before_a_step_came_of_it(five, samira, petra, browse):
    assert "nog niet naar een klant geluisterd" in browse(petra).get(BOARD).text
    listening.words_note(act=by(samira), text="Fijn.", unit=samira.unit, consent="organisation")
    page = browse(petra).get(BOARD).text
    assert "Wat klanten zeiden is genoteerd" in page
    assert "nog niet naar een klant geluisterd" not in page


def test_no_a_team_at_work_is_not_none_that_ever_was(five, samira, petra, browse):
    assert "Er is nog geen A-team begonnen" in browse(petra).get(BOARD).text
    told(samira)
    page = browse(petra).get(BOARD).text
    assert "Er is nu geen A-team bezig" in page
    assert "nog geen A-team begonnen" not in page


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "Zes A-teams vroegen hulp; geen daarvan is al weer op gang."),
        ("en", "Six A-teams asked for help; none of them is moving again yet."),
    ],
)
def test_a_teams_of_which_none_got_moving_again_are_told_of_in_a_sentence(language, said):
    with translation.override(language):
        told_of = texts.linked(texts.team(9, 7, 6, 0, 0, begun=True), "#")
        assert strip_tags(told_of).endswith(said)


def test_the_one_story_that_waits_is_told_and_not_one_of_them(five, samira, petra, browse):
    finished(samira)
    assert ">Vertel het<" in _actions(browse(petra).get(BOARD).text)
    finished(samira)
    assert ">Vertel er een<" in _actions(browse(petra).get(BOARD).text)


def _actions(page: str) -> str:
    return page[page.index('id="how"') :].replace("\n", "")
