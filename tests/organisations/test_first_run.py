"""An empty installation begins with one short page."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_scopes import scopes_disabled

from backend.organisations.models import Membership, Organisation, Unit

pytestmark = pytest.mark.django_db

TYPED = {
    "name": "Gemeente Übersdorp & Zn.",
    "language": "nl",
    "departments": "Burgerzaken\n  Vergunningen \n\nBurgerzaken\n",
    "administrator_name": "Ada de Eerste",
    "administrator_email": "ada@gemeente.example",
    "administrator_password": "een lange zin als wachtwoord",
}


def test_the_front_door_leads_to_the_first_run_page_while_there_is_nothing():
    answer = Client().get("/", follow=True)
    assert answer.redirect_chain[-1][0] == reverse("root:first_run")
    assert answer.status_code == 200


def test_it_makes_the_organisation_its_departments_and_the_first_administrator():
    client = Client()
    answer = client.post(reverse("root:first_run"), TYPED)
    assert answer.status_code == 302
    with scopes_disabled():
        organisation = Organisation.objects.get()
        units = list(Unit.objects.values_list("name", flat=True))
        admin = Membership.objects.get()
    assert units == ["Burgerzaken", "Vergunningen"]
    assert admin.has_role("administrator")
    assert organisation.slug == "gemeente-ubersdorp-zn"
    assert (
        client.get(reverse("organisations:settings", args=[organisation.slug])).status_code == 200
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("departments", ""),
        ("departments", "x" * 81),
        ("departments", "Balie\nbalie"),
        ("administrator_email", "ada"),
        ("administrator_password", "kort"),
        ("language", "xx"),
    ],
)
def test_a_mistake_is_told_at_its_field_and_nothing_is_made(field, value):
    answer = Client(headers={"accept-language": "nl"}).post(
        reverse("root:first_run"), {**TYPED, field: value}
    )
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Organisation.objects.exists()


def test_once_there_is_an_organisation_the_page_is_gone(organisation):
    assert Client().post(reverse("root:first_run"), TYPED).status_code == 302
    assert Organisation.objects.count() == 1


def test_where_a_setup_code_is_set_nobody_begins_without_it(settings):
    settings.SETUP_CODE = "zeven-zwanen"
    page = reverse("root:first_run")
    without = Client().post(page, TYPED)
    wrong = Client().post(page, {**TYPED, "setup_code": "acht-zwanen"})
    assert [without.status_code, wrong.status_code] == [422, 422]
    assert list(wrong.context["form"].errors) == ["setup_code"]
    assert not Organisation.objects.exists()
    assert Client().post(page, {**TYPED, "setup_code": " zeven-zwanen "}).status_code == 302


def test_a_setup_code_is_not_guessed_by_trying(settings):
    settings.SETUP_CODE = "zeven-zwanen"
    page = reverse("root:first_run")
    guesser, colleague = Client(REMOTE_ADDR="203.0.113.7"), Client(REMOTE_ADDR="198.51.100.9")
    guesses = [
        guesser.post(page, {**TYPED, "setup_code": f"{number}-zwanen"}) for number in range(10)
    ]
    assert {answer.status_code for answer in guesses} == {422}
    right = {**TYPED, "setup_code": "zeven-zwanen"}
    late = guesser.post(page, right)
    assert (late.status_code, list(late.context["form"].errors)) == (422, ["setup_code"])
    assert late.context["form"]["name"].value() == TYPED["name"]
    assert not Organisation.objects.exists()
    assert colleague.post(page, right).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_those_who_begin_at_the_same_moment_one_does():
    together = Barrier(3)

    def begin(number: int) -> None:
        together.wait()
        typed = {**TYPED, "administrator_email": f"ada{number}@gemeente.example"}
        Client().post(reverse("root:first_run"), typed)
        connection.close()

    with ThreadPoolExecutor() as pool:
        list(pool.map(begin, range(3)))
    assert Organisation.objects.count() == 1
