"""No work stands under another team's name alone, and no group is fewer than five people."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from backend.board.reading import board as reading
from backend.board.reading.grouping import Node, group_units
from backend.board.showing import naming
from backend.board.showing.team_names import team_names
from backend.board.showing.texts import crossing_texts
from backend.organisations.models import Organisation, Unit
from backend.organisations.selectors import FEWEST
from tests import conftest
from tests.initiatives.factories import log, start

BOARD = reverse("board:board", args=["deplas"])
STEPS = reverse("board:steps", args=["deplas"])


def _words(page) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.text))


def _unit(organisation: Organisation, name: str, parent: Unit | None = None) -> Unit:
    return Unit.objects.create(organisation=organisation, parent=parent, name=name)


def _people(organisation: Organisation, unit: Unit, number: int) -> list:
    return [
        conftest.member(organisation, unit, f"{unit.name.replace(' ', '')}{n} X", "ambassador")
        for n in range(number)
    ]


def _names(organisation: Organisation) -> list[str]:
    with override("nl"):
        return [naming.name(one) for one in _groups(organisation)]


def _groups(organisation: Organisation) -> list:
    return list(reading.whole(organisation=organisation).frontier.groups)


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 12)), min_size=1, max_size=14))
def test_every_group_is_five_people_and_together_they_are_all(rows):
    nodes = [Node(100 + n, department, people) for n, (department, people) in enumerate(rows)]
    people = {node.pk: node.people for node in nodes}
    found = group_units(nodes)
    assert sorted(pk for group in found for pk in group) == sorted(people)
    if sum(people.values()) >= FEWEST:
        assert all(sum(people[pk] for pk in group) >= FEWEST for group in found)
    else:
        assert len(found) == 1


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 12)), min_size=2, max_size=14))
def test_who_joins_whom_follows_from_who_is_small_and_not_from_how_large(rows):
    """A large team's size tells nothing: growing further it takes nobody along."""
    nodes = [Node(n, department, people) for n, (department, people) in enumerate(rows)]
    grown = [Node(n.pk, n.department, n.people + 7 * (n.people >= FEWEST)) for n in nodes]
    assert group_units(nodes) == group_units(grown)


def test_english_months_have_a_capital_and_dutch_ones_do_not():
    with override("en"):
        assert crossing_texts().months_short[3] == "Apr"
    with override("nl"):
        assert crossing_texts().months_short[3] == "apr"


def test_small_teams_of_a_department_stand_together():
    nodes = [Node(1, 9, 12), Node(2, 9, 3), Node(3, 9, 7), Node(4, 9, 2), Node(5, 8, 5)]
    assert group_units(nodes) == [[1], [2, 4], [3], [5]]


def test_too_few_even_together_they_stand_with_the_nearest():
    nodes = [Node(1, 9, 12), Node(2, 9, 3), Node(3, 9, 7)]
    assert group_units(nodes) == [[1, 2], [3]]


def test_a_small_department_stands_with_others_that_are_small():
    nodes = [Node(1, 9, 12), Node(2, 8, 3), Node(3, 7, 2), Node(4, 6, 5)]
    assert group_units(nodes) == [[1], [2, 3], [4]]


def test_seven_who_accepted_stand_under_no_department_in_which_nobody_did(
    organisation, petra, browse
):
    """As it was seen: everything stood under the first department, where nobody had accepted."""
    _unit(organisation, "Communicatie")
    permits = _unit(organisation, "Vergunningen")
    youth = _unit(organisation, "Jeugd en Gezin")
    three, three_more = _people(organisation, permits, 3), _people(organisation, youth, 3)
    step = log(three[0], text="Vergunning in gewone taal")
    client = browse(petra)
    page = client.get(BOARD)
    assert "Communicatie" not in page.text.split('class="tile ', 1)[1].split("</a>", 1)[0]
    assert _words(client.get(BOARD)).count("nog niemand doet mee") >= 1
    rows = client.get(STEPS).context["rows"]
    assert [row.pk for row in rows] == [step.pk]
    assert "Vergunningen" in rows[0].team
    assert rows[0].team != "Jeugd en Gezin"
    log(three_more[0])
    for row in client.get(STEPS).context["rows"]:
        assert row.unit.name in row.team


def test_whatever_teams_there_are_the_name_beside_work_holds_its_own_team(organisation, petra):
    tree = {
        "Zuid": {"Lab": 2, "Bronnen": 1, "Natuur": 9},
        "Noord": {"Balie": 1},
        "West": {"Kaart": 6},
    }
    for department, teams in tree.items():
        parent = _unit(organisation, department)
        for name, number in teams.items():
            _people(organisation, _unit(organisation, name, parent), number)
    units = list(Unit.objects.filter(organisation=organisation))
    with override("nl"):
        names = team_names(organisation=organisation, units=[unit.pk for unit in units])
    teams = [unit for unit in units if unit.name in {"Lab", "Bronnen", "Natuur", "Balie", "Kaart"}]
    assert len(teams) == 5
    for unit in teams:
        assert unit.name in names[unit.pk] or unit.parent.name in names[unit.pk]
    found = reading.whole(organisation=organisation)
    assert sum(group.people for group in found.frontier.groups) == found.people


def test_a_department_that_counts_as_one_is_called_by_its_name(organisation):
    south = _unit(organisation, "Zuid")
    for name in ("Lab", "Bronnen"):
        _people(organisation, _unit(organisation, name, south), 3)
    assert "Zuid" in _names(organisation)


def test_part_of_a_department_is_called_by_its_teams(organisation):
    south = _unit(organisation, "Zuid")
    for name, number in (("Lab", 3), ("Natuur", 8), ("Bronnen", 3)):
        _people(organisation, _unit(organisation, name, south), number)
    assert _names(organisation) == ["Lab en Bronnen", "Natuur"]


def test_a_team_that_ended_keeps_its_work_and_its_name(organisation):
    south = _unit(organisation, "Zuid")
    lab = _unit(organisation, "Lab", south)
    people = _people(organisation, lab, 6)
    ended = _unit(organisation, "Oud Lab", south)
    start_in = start(people[0], unit=ended)
    log(people[0], start_in)
    Unit.objects.filter(pk=ended.pk).update(ended_on=organisation.today())
    assert team_names(organisation=organisation, units=[ended.pk]) == {ended.pk: "Zuid"}


def test_a_team_that_counts_with_others_cannot_be_chosen_alone(organisation, browse):
    south = _unit(organisation, "Zuid")
    lab, springs = _unit(organisation, "Lab", south), _unit(organisation, "Bronnen", south)
    first, second = _people(organisation, lab, 3), _people(organisation, springs, 3)
    log(first[0])
    log(second[0])
    client = browse(first[1])
    pages = [client.get(STEPS, {"unit": unit.uid}) for unit in (lab, springs)]
    assert sorted(page.status_code for page in pages) == [200, 404]
    shown = next(page for page in pages if page.status_code == 200)
    assert shown.context["count"] == "2 stappen"
    assert "Zuid: " in shown.text


def test_the_headline_counts_teams_as_they_are(organisation, petra, browse):
    """As it was seen: "Alle vier teams hebben stappen gezet" where 3 of 14 had."""
    for n in range(14):
        unit = _unit(organisation, f"Team {n}")
        people = _people(organisation, unit, 2 if n < 6 else 0)
        if n < 3:
            log(people[0])
    live = Unit.objects.filter(organisation=organisation, ended_on=None)
    leaves = [unit for unit in live if not live.filter(parent=unit).exists()]
    words = _words(browse(petra).get(BOARD))
    assert f"Drie van de {len(leaves)} teams hebben stappen gezet." in words


def test_a_new_team_without_anybody_counts_as_a_team_and_not_as_one_that_moved(
    organisation, petra, browse
):
    people = _people(organisation, _unit(organisation, "Lab"), 6)
    log(people[0])
    client = browse(petra)
    before = client.get(BOARD).context["page"]
    _unit(organisation, "Nieuw")
    cache.clear()
    after = client.get(BOARD).context["page"]
    assert before.moving == after.moving == 1
    assert before.headline != after.headline


@pytest.mark.parametrize("number", [4, 5])
def test_five_in_all_without_a_team_are_enough_and_four_are_not(organisation, number):
    unit = _unit(organisation, "Lab")
    log(_people(organisation, unit, 1)[0])
    for n in range(number - 1):
        conftest.member(organisation, None, f"Los{n} X")
    found = reading.whole(organisation=organisation)
    people = [found.people_in(group) for group in found.frontier.groups]
    assert people == ([5] if number == 5 else [])
