"""Thousands of teams: no page carries them all, and each is found by a part of its name."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from backend.initiatives.models import Initiative
from backend.organisations import finding
from backend.organisations.forms import UnitField, UnitForm
from backend.organisations.models import Unit
from tests.conftest import member
from tests.initiatives.factories import start
from tests.successes.factories import told

DEPARTMENTS, TEAMS = 12, 20
# A page of a handful of teams weighs less, whatever there is beside them.
MOST = 60_000


@pytest.fixture
def many(organisation):
    """Some hundreds of teams in a dozen departments; two of one name."""
    top = Unit.objects.bulk_create(
        Unit(organisation=organisation, name=f"Sector {n}", sort_key=f"sector {n:02}")
        for n in range(DEPARTMENTS)
    )
    Unit.objects.bulk_create(
        Unit(
            organisation=organisation, parent=department, name=f"Ploeg {m} van {n}",
            sort_key=f"ploeg {m:02} van {n:02}",
        )
        for n, department in enumerate(top) for m in range(TEAMS)
    )  # fmt: skip
    for department in top[:2]:
        Unit.objects.create(organisation=organisation, parent=department, name="Züid/Noord")
    return top


def _url(name: str, *args: object) -> str:
    return reverse(name, args=["deplas", *args])


def test_no_page_carries_them_all_nor_asks_more_for_more(
    many, mieke, samira, browse, django_assert_max_num_queries
):
    success = told(samira)
    pages = [
        "organisations:unit_list", "organisations:unit_add", "organisations:membership_invite",
        "initiatives:initiative_start", "initiatives:initiative_list",
    ]  # fmt: skip
    manager, own = browse(mieke), browse(samira)
    found = [(manager, _url(name)) for name in pages]
    found.append((own, _url("successes:announcement_request", success.uid)))
    found.append((manager, _url("initiatives:initiative_change", success.initiative.uid, "unit")))
    assert len(found) == 7
    for client, url in found:
        with django_assert_max_num_queries(30):
            page = client.get(url)
        assert page.status_code == 200
        assert page.text.count("Ploeg") == 0, url
        assert len(page.content) < MOST, url


def test_the_tree_opens_level_by_level(many, mieke, browse):
    client, url = browse(mieke), _url("organisations:unit_list")
    top = client.get(url).text
    assert f"?below={many[3].uid}" in top
    below = client.get(url, {"below": str(many[3].uid)}).text
    assert below.count("van 3</a>") == TEAMS
    assert "van 4</a>" not in below
    assert _url("organisations:unit_change", many[3].uid) in below
    for wrong in ("x", "", "00000000-0000-0000-0000-000000000000"):
        assert client.get(url, {"below": wrong}).status_code == 200


def test_a_level_of_hundreds_comes_in_pages(organisation, mieke, browse, many):
    Unit.objects.bulk_create(
        Unit(organisation=organisation, name=f"Los {n}", sort_key=f"los {n:03}") for n in range(120)
    )
    client, url = browse(mieke), _url("organisations:unit_list")
    seen = set()
    for number in range(1, 4):
        page = client.get(url, {"page": number}).context["page_obj"]
        assert len(page) <= 50
        seen |= {unit.name for unit in page}
    assert {f"Los {n}" for n in range(120)} <= seen


def test_what_hangs_below_what_ended_is_found_among_many_too(many, mieke, browse, organisation):
    many[0].ended_on = organisation.today()
    many[0].save()
    page = browse(mieke).get(_url("organisations:unit_list"), {"page": 2}).text
    first = browse(mieke).get(_url("organisations:unit_list")).text
    assert "Het hangt onder zichzelf" in first + page


@pytest.mark.parametrize(
    "typed", ["ploeg 7 van 5", "PLOEG 7 VAN 5", "sector 5 ploeg 7", "Sector 5 / Pl"]
)
def test_a_part_of_the_name_finds_it_while_one_types(many, samira, browse, typed):
    answer = browse(samira).get(
        _url("organisations:unit_find"), {"field": "parent", "parent": typed}
    )
    offered = answer.text.count("<option")
    assert 0 < offered <= finding.OFFERED
    if "Pl" not in typed[-3:]:
        assert "Sector 5 / Ploeg 7 van 5" in answer.text


@pytest.mark.parametrize("typed", ["", "  ", "//", "%", "_", "\\", "\0", "x" * 5000, "\u202e"])
def test_nothing_to_look_for_finds_nothing(many, samira, browse, typed):
    answer = browse(samira).get(_url("organisations:unit_find"), {"field": "unit", "unit": typed})
    assert (answer.status_code, answer.text.count("<option")) == (200, 0)


def test_nobody_is_offered_a_team_of_elsewhere(many, stranger, browse):
    answer = browse(stranger).get(
        reverse("organisations:unit_find", args=["verweg"]), {"field": "unit", "unit": "ploeg"}
    )
    assert "Ploeg" not in answer.text


def _field(organisation, **chosen: object) -> UnitField:
    field = UnitField()
    field.offer(organisation, **chosen)
    return field


def test_whatever_is_offered_is_taken_as_it_stands(many, organisation):
    field = _field(organisation)
    for search in ("ploeg 7", "zuid", "sector"):
        offered = finding.units_found(organisation=organisation, search=search)[:20]
        assert offered
        for unit in offered:
            assert field.clean(finding.label(unit)) == unit
            assert field.clean(str(unit.uid)) == unit


def test_a_name_is_taken_as_people_write_it_and_two_of_a_name_are_told_apart(many, organisation):
    field = _field(organisation)
    assert field.clean("team ploeg 3 VAN 4").name == "Ploeg 3 van 4"
    with pytest.raises(ValidationError, match=r"several|meer"):
        field.clean("zuid/noord")
    with pytest.raises(ValidationError, match=r"not one of|geen"):
        field.clean("Ploeg 99")


def test_a_team_is_placed_below_a_department_or_below_a_team(many, organisation):
    for parent in ("Ploeg 3 van 4", "Sector 4"):
        form = UnitForm({"name": "Nieuw", "parent": parent}, organisation=organisation)
        assert form.is_valid()
        assert form.cleaned_data["parent"].name == parent


def test_what_was_typed_stands_there_after_a_refusal_and_what_is_chosen_by_its_name(
    many, samira, browse
):
    client, url = browse(samira), _url("initiatives:initiative_start")
    refused = client.post(url, {"title": "Brief", "unit": "Ploegje 3"})
    assert refused.status_code == 422
    assert 'value="Ploegje 3"' in refused.text
    assert (
        client.post(url, {"title": "Brief", "unit": "sector 2 / ploeg 3 van 2"}).status_code == 302
    )
    initiative = Initiative.objects.select_related("unit").get()
    assert initiative.unit.name == "Ploeg 3 van 2"
    change = client.get(_url("initiatives:initiative_change", initiative.uid, "unit"))
    assert 'value="Sector 2 / Ploeg 3 van 2"' in change.text


def test_the_list_looks_at_no_team_that_is_too_small(many, samira, browse, organisation):
    start(samira)
    client, url = browse(samira), _url("initiatives:initiative_list")
    small = client.get(url, {"unit": "Ploeg 3 van 4"}).text
    assert "te klein" in small
    unit = Unit.objects.get(name="Ploeg 3 van 4")
    for number in range(5):
        member(organisation, unit, f"Collega{number} Y")
    assert "te klein" not in client.get(url, {"unit": "Ploeg 3 van 4"}).text


def test_teams_to_tell_are_found_opened_and_kept_ticked(many, samira, browse):
    success = told(samira)
    client = browse(samira)
    url = _url("successes:announcement_request", success.uid)
    partial = {"HX-Request": "true"}
    level = client.get(url, {"below": str(many[1].uid)}, headers=partial).text
    assert level.count('name="units"') == TEAMS + 1
    assert "<html" not in level
    one = Unit.objects.get(name="Ploeg 3 van 1")
    found = client.get(url, {"find": "ploeg 3 van 1"}, headers=partial).text
    assert str(one.uid) in found
    reach = _url("successes:announcement_reach", success.uid)
    chosen = {"audience": "chosen_units", "units": [str(one.uid)], "find": "ploeg"}
    assert client.post(reach, chosen).status_code == 200
    refused = client.post(url, {"audience": "", "units": [str(one.uid)]})
    assert refused.status_code == 422
    assert f'value="{one.uid}" checked' in refused.text
    assert client.post(url, {"audience": "chosen_units", "units": ["x"]}).status_code == 422
