"""A unit never stands below itself; where it did, every page answers and one of them repairs it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from backend.board.reading import board as reading
from backend.organisations import selectors, services
from backend.organisations.models import Unit
from backend.organisations.team_names import TeamNames
from backend.organisations.tree import above, top
from backend.successes.selectors.audiences import units_of_department, units_with_below
from tests.acting import by

TREES = st.dictionaries(st.integers(1, 12), st.one_of(st.none(), st.integers(1, 14)), min_size=1)


@given(TREES)
def test_every_walk_ends_at_a_top_that_all_of_a_branch_agree_on(parents):
    assert parents
    for pk in parents:
        path = above(parents, pk)
        assert path[0] == pk
        assert len(set(path)) == len(path)
        assert len({top(parents, one) for one in path}) == 1


@pytest.fixture
def circle(organisation, department, unit, other_unit):
    """Two departments below each other, as an older version could store them."""
    other = Unit.objects.get(pk=other_unit.parent_id)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE organisations_unit DISABLE TRIGGER USER")
        for one, below in [(department, other), (other, department)]:
            cursor.execute(
                "UPDATE organisations_unit SET parent_id = %s WHERE id = %s", [below.pk, one.pk]
            )
        cursor.execute("ALTER TABLE organisations_unit ENABLE TRIGGER USER")
    return department, other


@pytest.mark.parametrize("far", [1, 2, 3])
def test_no_way_in_stores_a_circle(organisation, far):
    units = [Unit.objects.create(organisation=organisation, name="Top")]
    for number in range(3):
        units.append(
            Unit.objects.create(organisation=organisation, name=f"{number}", parent=units[-1])
        )
    with pytest.raises(IntegrityError) as refused:
        Unit.objects.filter(pk=units[0].pk).update(parent=units[far])
    assert refused.value.__cause__.diag.constraint_name == "unit_no_circle"


def test_a_unit_is_not_its_own_parent(department):
    with pytest.raises(IntegrityError):
        Unit.objects.filter(pk=department.pk).update(parent=department)


def test_every_walk_over_a_broken_tree_ends(circle, organisation, samira):
    one, other = circle
    assert reading.whole(organisation=organisation).people == 1
    assert {one.pk, other.pk} <= set(units_with_below(organisation=organisation, unit_ids=[one.pk]))
    assert one.pk in units_of_department(membership=samira)
    tree = selectors.unit_tree(organisation=organisation)
    assert [node.is_adrift for node in tree] == [True]
    assert sum(node.total for node in tree) == 1
    assert TeamNames(organisation).find("Meterstanden").name == "Meterstanden"


@pytest.mark.parametrize(
    "name",
    ["board:board", "organisations:unit_list", "organisations:unit_add", "organisations:people",
     "successes:success_list", "initiatives:initiative_list", "initiatives:initiative_start",
     "pages:my_steps", "organisations:memberships_invite"],
)  # fmt: skip
def test_every_page_of_a_broken_tree_answers(circle, mieke, browse, name):
    assert browse(mieke).get(reverse(name, args=["deplas"])).status_code == 200


def test_a_broken_tree_is_repaired_from_a_page(circle, mieke, organisation, browse):
    client = browse(mieke)
    one = min(circle, key=lambda unit: unit.pk)
    address = reverse("organisations:unit_change", args=["deplas", one.uid])
    page = client.get(reverse("organisations:unit_list", args=["deplas"])).text
    assert address in page
    assert "Het hangt onder zichzelf" in page
    assert client.get(address).status_code == 200
    assert client.post(address, {"name": one.name, "parent": ""}).status_code == 302
    one.refresh_from_db()
    assert one.parent_id is None
    assert not any(node.is_adrift for node in selectors.unit_tree(organisation=organisation))


def test_what_hangs_below_what_ended_is_found_on_the_page(mieke, department, unit, browse):
    department.ended_on = unit.organisation.today()
    department.save()
    page = browse(mieke).get(reverse("organisations:unit_list", args=["deplas"])).text
    assert reverse("organisations:unit_change", args=["deplas", unit.uid]) in page


def test_a_team_does_not_move_to_a_department_that_ended(mieke, unit, organisation):
    gone = services.unit_add(act=by(mieke), name="Voorbij")
    services.unit_end(act=by(mieke), unit=gone)
    with pytest.raises(Exception, match="ended"):
        services.unit_change(act=by(mieke), unit=unit, name=unit.name, parent=gone)
