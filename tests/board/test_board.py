"""The board: exact at once, the same for few and many steps, and never about fewer than five."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from backend.board import groups as grouping
from backend.board import selectors, services
from backend.board.groups import FEWEST, group_units
from backend.initiatives import services as initiatives
from backend.initiatives.models import Step
from backend.organisations.models import Membership, Person, Unit

BOARD = reverse("board:board", args=["deplas"])
STEPS = reverse("board:steps", args=["deplas"])


@pytest.fixture
def large(organisation, unit):
    """Meterstanden has eight people."""
    for n in range(8):
        person = Person.objects.create_user(f"c{n}@deplas.example", f"C {n}")
        Membership.objects.create(organisation=organisation, person=person, unit=unit)
    return unit


def _log(samira, number=1, kind="tried", **fields):
    return [
        initiatives.step_log(actor=samira, text=f"Stap {n}", kind=kind, **fields)
        for n in range(number)
    ]


def test_a_step_stands_on_the_board_at_once_and_folding_changes_nothing(
    samira, large, organisation
):
    _log(samira, 3)
    before = selectors.figures(organisation=organisation)
    assert before.total == 3
    services.fold_pending(organisation=organisation)
    after = selectors.figures(organisation=organisation)
    assert (after.steps, after.tallies) == (before.steps, before.tallies)


def test_a_removed_step_leaves_open_water(samira, large, organisation):
    step = _log(samira)[0]
    initiatives.step_remove(actor=samira, step=step)
    assert selectors.figures(organisation=organisation).total == 0


def test_the_first_sentence_is_the_answer_and_the_second_is_honest(samira, large, petra, browse):
    _log(samira)
    text = browse(petra).get(BOARD).text
    assert '<h1 class="headline">' in text


def test_nobody_of_another_organisation_sees_it(stranger, browse):
    assert browse(stranger).get(BOARD).status_code == 404
    assert browse(stranger).get(STEPS).status_code == 404


def test_the_number_of_queries_does_not_grow(
    samira, large, petra, browse, django_assert_max_num_queries
):
    client = browse(petra)
    for number in (1, 30):
        _log(samira, number)
        client.get(BOARD)
        with django_assert_max_num_queries(10):
            assert client.get(BOARD).status_code == 200


def test_a_figure_leads_to_its_steps_and_the_numbers_agree(
    samira, large, petra, browse, organisation
):
    _log(samira, 4)
    found = browse(petra).get(STEPS, {"unit": str(large.uid)})
    figures = selectors.figures(organisation=organisation)
    groups = grouping.groups(organisation=organisation)
    assert found.context["total"] == figures.by_unit(groups)[large.pk] == 4


def test_the_steps_name_no_author(samira, large, petra, browse):
    _log(samira)
    assert "Samira" not in browse(petra).get(STEPS).text


def test_many_steps_are_paged_without_losing_any(samira, large, petra, browse):
    _log(samira, 60)
    client = browse(petra)
    first = client.get(STEPS)
    second = client.get(f"{STEPS}?{first.context['more']}")
    seen = {row.pk for row in [*first.context["rows"], *second.context["rows"]]}
    assert seen == set(Step.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("query", ["unit=x", "unit=0", "week=gisteren", "kind=danced"])
def test_a_filter_that_does_not_exist_is_not_found(petra, browse, query):
    assert browse(petra).get(f"{STEPS}?{query}").status_code == 404


def test_a_team_of_three_has_no_figure_and_cannot_be_chosen(
    samira, large, petra, browse, organisation, department
):
    small = Unit.objects.create(organisation=organisation, parent=department, name="Advies")
    groups = grouping.groups(organisation=organisation)
    assert groups.shown[small.pk] == large.pk
    assert browse(petra).get(STEPS, {"unit": str(small.uid)}).status_code == 404


@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(0, 12)), min_size=1, max_size=12),
)
def test_no_shown_team_ever_stands_for_fewer_than_five_people(teams):
    rows = [(100 + n, department, people) for n, (department, people) in enumerate(teams)]
    shown = group_units(rows, {})
    counted: dict[int, int] = {}
    for pk, _department, people in rows:
        counted[shown[pk]] = counted.get(shown[pk], 0) + people
    if any(people >= FEWEST for _pk, _department, people in rows):
        assert all(people >= FEWEST for people in counted.values())
    assert set(shown) == {pk for pk, _d, _p in rows}


def test_a_visit_is_compared_with_the_sitting_before(samira, large, petra, browse, organisation):
    client = browse(petra)
    client.get(BOARD)
    visit = selectors.visit_of(membership=petra)
    visit.seen_at -= timedelta(days=2)
    visit.save()
    _log(samira, 2)
    first, reload = client.get(BOARD).context["news"], client.get(BOARD).context["news"]
    assert first == reload
    assert "twee stappen" in first or "two steps" in first


@pytest.mark.parametrize("name", ["crossing_svg", "crossing_csv"])
def test_the_crossing_can_be_taken_along(samira, large, petra, browse, name):
    _log(samira, 2)
    answer = browse(petra).get(reverse(f"board:{name}", args=["deplas"]))
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
