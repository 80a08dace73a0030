"""The board as people read it."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse

from backend.board import selectors, services
from backend.board.groups import group_units
from tests import conftest
from tests.initiatives.factories import log


@pytest.fixture
def team(organisation, unit, samira):
    """Five more in Samira's team, so that it may be shown."""
    return [conftest.member(organisation, unit, f"Collega{n} X") for n in range(5)]


def test_the_board_stands_before_anything_happened(petra, browse):
    page = browse(petra).get(reverse("board:board", args=["deplas"]))
    assert page.status_code == 200


def test_a_step_is_on_the_board_at_once_and_stays_when_folded(samira, petra, team, browse):
    log(samira)
    url = reverse("board:board", args=["deplas"])
    before = browse(petra).get(url)
    assert before.context["page"].total == 1
    assert before.context["page"].moving == 1
    services.refold(organisation=samira.organisation)
    cache.clear()
    assert browse(petra).get(url).context["page"].total == 1


def test_the_steps_behind_a_figure_are_as_many_as_the_figure(samira, petra, team, browse):
    log(samira)
    log(samira)
    url = reverse("board:steps", args=["deplas"])
    page = browse(petra).get(url, {"unit": samira.unit.uid})
    assert page.context["count"] == 2
    assert "Samira" not in page.text


def test_a_team_that_is_too_small_cannot_be_chosen(joost, petra, browse):
    log(joost)
    url = reverse("board:steps", args=["deplas"])
    assert browse(petra).get(url, {"unit": joost.unit.uid}).status_code == 404


@pytest.mark.parametrize("week", ["gisteren", "2026-13-40"])
def test_a_week_that_is_none_is_not_found(petra, browse, week):
    url = reverse("board:steps", args=["deplas"])
    assert browse(petra).get(url, {"week": week}).status_code == 404


def test_a_small_team_counts_with_the_smallest_neighbour_that_is_large_enough():
    teams = [(1, 9, 3), (2, 9, 12), (3, 9, 7), (4, 8, 5)]
    assert group_units(teams, {}) == {1: 3, 2: 2, 3: 3, 4: 4}


def test_the_board_asks_few_questions(samira, petra, team, browse, django_assert_max_num_queries):
    client, url = browse(petra), reverse("board:board", args=["deplas"])
    log(samira)
    client.get(url)
    with django_assert_max_num_queries(10):
        client.get(url)


def test_pictures_and_weeks_can_be_taken_along(samira, petra, browse):
    log(samira)
    client = browse(petra)
    assert client.get(reverse("board:crossing_svg", args=["deplas"])).content.startswith(b"<svg")
    assert b"week" in client.get(reverse("board:weeks_csv", args=["deplas"])).content


def test_what_is_read_equals_what_is_folded_anew(samira, team):
    step = log(samira)
    log(samira, step.initiative)
    read = selectors.figures(organisation=samira.organisation)
    services.refold(organisation=samira.organisation)
    assert selectors.figures(organisation=samira.organisation) == read
