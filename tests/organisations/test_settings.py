"""The organisation's settings, teams, services and customer groups."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from backend.organisations import services
from backend.organisations.models import CustomerGroup, Process, Unit
from tests.acting import by

SETTINGS = {
    "name": "Waterbedrijf De Plas",
    "language": "nl",
    "time_zone": "Europe/Amsterdam",
    "working_days": [1, 2, 3, 4],
    "quiet_from": "18:00",
    "quiet_until": "08:00",
}


def test_an_administrator_changes_working_days_and_quiet_hours(anton, organisation, browse):
    answer = browse(anton).post(reverse("organisations:settings", args=["deplas"]), SETTINGS)
    assert answer.status_code == 302
    organisation.refresh_from_db()
    assert organisation.working_days == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("time_zone", "Mars/Olympus"),
        ("working_days", []),
        ("working_days", ["8"]),
        ("quiet_until", "18:00"),
        ("quiet_until", "17:59"),
        ("quiet_until", "16:01"),
        ("quiet_from", "25:00"),
        ("name", " "),
    ],
)
def test_settings_that_cannot_be_are_told_at_their_field(anton, browse, field, value):
    url = reverse("organisations:settings", args=["deplas"])
    answer = browse(anton).post(url, {**SETTINGS, field: value})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_a_programme_manager_may_not_change_the_organisation(mieke, browse):
    answer = browse(mieke).post(reverse("organisations:settings", args=["deplas"]), SETTINGS)
    assert answer.status_code == 403


def test_a_team_is_added_below_its_department(mieke, department, browse):
    url = reverse("organisations:unit_add", args=["deplas"])
    browse(mieke).post(url, {"name": "Schuldhulp", "parent": str(department.uid)})
    assert Unit.objects.get(name="Schuldhulp").parent == department


def test_a_team_cannot_have_its_neighbours_name_or_stand_below_itself(
    mieke, department, unit, browse
):
    add = reverse("organisations:unit_add", args=["deplas"])
    twice = browse(mieke).post(add, {"name": "meterSTANDEN", "parent": str(department.uid)})
    change = reverse("organisations:unit_change", args=["deplas", department.uid])
    below = browse(mieke).post(change, {"name": "Facturatie", "parent": str(unit.uid)})
    assert (list(twice.context["form"].errors), list(below.context["form"].errors)) == (
        ["name"],
        ["parent"],
    )


def test_another_organisations_team_is_no_choice(mieke, stranger, browse):
    add = reverse("organisations:unit_add", args=["deplas"])
    answer = browse(mieke).post(add, {"name": "Nieuw", "parent": str(stranger.unit.uid)})
    assert answer.status_code == 422


def test_services_and_customer_groups_are_named_once(mieke, browse):
    client = browse(mieke)
    for url_name, prefix, model in (
        ("process_add", "process_form", Process),
        ("customer_group_add", "group_form", CustomerGroup),
    ):
        url = reverse(f"organisations:{url_name}", args=["deplas"])
        assert client.post(url, {f"{prefix}-name": "Verhuizen"}).status_code == 302
        assert client.post(url, {f"{prefix}-name": "VERHUIZEN"}).status_code == 422
        assert model.objects.count() == 1


def test_i_choose_my_own_language_and_name(samira, browse):
    url = reverse("organisations:profile", args=["deplas"])
    client = browse(samira)
    client.post(url, {"name": "Samira H. 🌊 سميرة", "language": "en"})
    assert "Saved." in client.get(url).text
    samira.person.refresh_from_db()
    assert (samira.person.name, samira.person.language) == ("Samira H. 🌊 سميرة", "en")
    assert 'lang="en"' in browse(samira).get(url).text


def test_people_are_found_by_a_part_of_their_name(mieke, samira, omar, browse):
    url = reverse("organisations:people", args=["deplas"])
    text = browse(mieke).get(url, {"q": "samir"}).text
    assert "Samira Haddou" in text
    assert "Omar Tahiri" not in text


def test_somebody_elsewhere_finds_nothing_here(stranger, browse):
    assert browse(stranger).get(reverse("organisations:people", args=["deplas"])).status_code == 404


def test_a_team_is_added_as_deep_as_people_have_it(mieke, unit, browse):
    add = reverse("organisations:unit_add", args=["deplas"])
    assert browse(mieke).post(add, {"name": "Nieuw", "parent": str(unit.uid)}).status_code == 302
    made = Unit.objects.get(name="Nieuw")
    assert made.parent == unit
    change = reverse("organisations:unit_change", args=["deplas", made.uid])
    page = browse(mieke).get(change)
    assert page.context["form"].initial["parent"] == unit.uid
    assert f'value="{unit.uid}" selected' in page.text
    # A name that is put right leaves it where it stands.
    browse(mieke).post(change, {"name": "Nieuwer", "parent": str(unit.uid)})
    made.refresh_from_db()
    assert (made.name, made.parent) == ("Nieuwer", unit)


def test_a_department_moves_with_its_teams_below_it_but_not_below_itself(
    mieke, department, other_unit, browse
):
    url = reverse("organisations:unit_change", args=["deplas", other_unit.parent.uid])
    below = {"name": "Netbeheer", "parent": str(other_unit.uid)}
    assert list(browse(mieke).post(url, below).context["form"].errors) == ["parent"]
    assert Unit.objects.get(pk=other_unit.parent.pk).parent is None
    browse(mieke).post(url, {"name": "Netbeheer", "parent": str(department.uid)})
    assert Unit.objects.get(pk=other_unit.parent.pk).parent == department
    assert Unit.objects.get(pk=other_unit.pk).parent == other_unit.parent
    # Now what it went to cannot go below what hangs there.
    with pytest.raises(ValidationError):
        services.unit_change(act=by(mieke), unit=department, name="Facturatie", parent=other_unit)
