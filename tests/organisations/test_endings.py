"""Teams, services and customer groups are renamed, end, and come back; so do people."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from backend.events.models import Event
from backend.initiatives import services as initiatives
from backend.organisations import services
from backend.organisations.models import CustomerGroup, Membership, Process, Unit
from tests.acting import by
from tests.conftest import member
from tests.initiatives.factories import log, start

NAMED = [
    ("process", Process, services.process_add),
    ("customer_group", CustomerGroup, services.customer_group_add),
]


def url(name: str, *args: object) -> str:
    return reverse(f"organisations:{name}", args=["deplas", *args])


@pytest.mark.parametrize(("what", "model", "add"), NAMED)
def test_a_service_or_group_is_called_otherwise_but_not_as_another(mieke, browse, what, model, add):
    row, other = add(act=by(mieke), name="Verhuisen"), add(act=by(mieke), name="Storing")
    client = browse(mieke)
    assert client.post(url(f"{what}_change", row.uid), {"name": "Verhuizen"}).status_code == 302
    twice = client.post(url(f"{what}_change", other.uid), {"name": "VERHUIZEN"})
    assert (twice.status_code, list(twice.context["form"].errors)) == (422, ["name"])
    assert set(model.objects.values_list("name", flat=True)) == {"Verhuizen", "Storing"}


@pytest.mark.parametrize(("what", "model", "add"), NAMED)
def test_what_ended_is_no_choice_but_where_it_was_chosen(mieke, samira, browse, what, model, add):
    row = add(act=by(mieke), name="Buurthuis")
    chosen, other = start(samira), start(samira)
    initiatives.initiative_change(act=by(samira), initiative=chosen, version=1, **{what: row})
    browse(mieke).post(url(f"{what}_end", row.uid))

    def offered(initiative) -> bool:
        field = reverse("initiatives:initiative_change", args=["deplas", initiative.uid, what])
        return "Buurthuis" in browse(samira).get(field).text

    assert (offered(chosen), offered(other)) == (True, False)
    browse(mieke).post(url(f"{what}_return", row.uid))
    assert offered(other)


@pytest.fixture
def colleagues(organisation, other_unit) -> None:
    """So many that the board has figures."""
    for name in ("Anna", "Bram", "Cees", "Dina", "Eva"):
        member(organisation, other_unit, name)


def test_the_board_counts_no_service_that_ended(mieke, samira, colleagues, browse):
    board = reverse("board:board", args=["deplas"])
    for name in ("Verhuizen", "Storing", "Tipfout"):
        services.process_add(act=by(mieke), name=name)
    initiatives.initiative_change(
        act=by(samira), initiative=start(samira), version=1, process=Process.objects.earliest("id")
    )
    assert "Nog niet voor Storing en Tipfout." in browse(mieke).get(board).text
    services.process_end(act=by(mieke), process=Process.objects.latest("id"))
    assert "Nog niet voor Storing." in browse(mieke).get(board).text


def test_a_name_that_ended_is_taken_up_again_not_added_twice(mieke, browse):
    ended = services.process_add(act=by(mieke), name="Verhuizen")
    services.process_end(act=by(mieke), process=ended)
    answer = browse(mieke).post(url("process_add"), {"process_form-name": "Verhuizen"})
    assert answer.status_code == 422
    assert Process.objects.count() == 1


def test_a_team_ends_once_nobody_works_there_and_its_steps_stay(
    mieke, samira, unit, colleagues, browse
):
    log(samira)
    client = browse(mieke)
    client.post(url("unit_end", unit.uid))
    unit.refresh_from_db()
    assert unit.ended_on is None
    Membership.objects.filter(unit=unit).update(unit=None)
    answer = client.post(url("unit_end", unit.uid), follow=True)
    assert url("unit_return", unit.uid) in answer.text
    assert "Meterstanden" not in client.get(url("unit_add")).text
    board = client.get(reverse("board:board", args=["deplas"]))
    assert 'tile__name">Meterstanden' not in board.text
    assert "Facturatie en Storing Zuid" in board.text  # its steps count with its department
    assert "1 stap" in board.text
    client.post(url("unit_return", unit.uid))
    unit.refresh_from_db()
    assert unit.ended_on is None


def test_a_department_ends_after_its_teams_and_returns_with_one(mieke, department, unit):
    Membership.objects.filter(unit__in=[unit, department]).update(unit=None)
    for team in Unit.objects.filter(parent=department).exclude(pk=unit.pk):
        services.unit_end(act=by(mieke), unit=team)
    with pytest.raises(ValidationError):
        services.unit_end(act=by(mieke), unit=department)
    services.unit_end(act=by(mieke), unit=unit)
    services.unit_end(act=by(mieke), unit=department)
    services.unit_return(act=by(mieke), unit=unit)
    department.refresh_from_db()
    assert department.ended_on is None
    kinds = Event.objects.filter(kind__startswith="unit_").values_list("kind", flat=True)
    assert {"unit_ended", "unit_returned"} <= set(kinds)


def test_who_left_is_found_and_comes_back(mieke, omar, browse):
    client = browse(mieke)
    client.post(url("membership_end", omar.uid))
    client.get(url("people"))  # shows the message, once
    assert "Omar Tahiri" not in client.get(url("people")).text
    assert "Omar Tahiri" in client.get(url("people"), {"left": "1"}).text
    page = client.get(url("membership_change", omar.uid)).text
    assert url("membership_return", omar.uid) in page
    assert url("membership_end", omar.uid) not in page
    client.post(url("membership_return", omar.uid))
    client.get(url("people"))
    assert "Omar Tahiri" in client.get(url("people")).text


def test_a_name_is_put_right_by_inviting_again_until_its_bearer_came_in(mieke, unit):
    invited = services.membership_invite(
        act=by(mieke), email="jo@deplas.example", name="Jo", unit=unit
    )
    again = services.membership_invite(
        act=by(mieke), email="jo@deplas.example", name="Jo Bakker", unit=unit
    )
    assert again.pk == invited.pk
    assert again.person.name == "Jo Bakker"


@pytest.mark.parametrize("what", ["process", "unit", "membership"])
def test_undo_from_the_message_brings_the_page_anew(mieke, omar, other_unit, browse, what):
    row = {
        "process": lambda: services.process_add(act=by(mieke), name="Verhuizen"),
        "unit": lambda: other_unit,
        "membership": lambda: omar,
    }[what]()
    client = browse(mieke)
    client.post(url(f"{what}_end", row.uid))
    undone = client.post(url(f"{what}_return", row.uid), headers={"HX-Request": "true"})
    assert undone.headers["HX-Redirect"].startswith("/o/deplas/")
    assert "toast" in client.get(undone.headers["HX-Redirect"]).text


def test_a_team_returns_with_all_that_it_is_part_of(mieke, department, unit):
    Membership.objects.filter(unit__in=[unit, department]).update(unit=None)
    squad = services.unit_add(act=by(mieke), name="Ploeg", parent=unit)
    for one in (squad, unit, department):
        services.unit_end(act=by(mieke), unit=one)
    services.unit_return(act=by(mieke), unit=squad)
    assert not Unit.objects.filter(ended_on__isnull=False).exists()
