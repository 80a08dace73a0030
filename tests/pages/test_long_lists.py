"""Long lists: a page asks and shows as much of a list of dozens as of one of thousands."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backend.initiatives.models import Initiative
from backend.listening import services as listening
from backend.listening.models import Words
from backend.organisations.models import Membership, Person
from tests.acting import by
from tests.initiatives.factories import start

FEW, MANY = 60, 240
COUNTED = re.compile(r"count\(\*\)|OFFSET", re.IGNORECASE)


def _initiatives(member: Membership, number: int) -> None:
    one = start(member)
    Initiative.objects.bulk_create(
        Initiative(
            organisation=one.organisation, unit=one.unit, title=f"Initiatief {n}", language="nl",
            started_on=one.started_on,
        )
        for n in range(number)
    )  # fmt: skip


def _people(member: Membership, number: int) -> None:
    known = Person.objects.count()
    people = Person.objects.bulk_create(
        Person(email=f"p{known + n}@deplas.example", name=f"Persoon {n}") for n in range(number)
    )
    Membership.objects.bulk_create(
        Membership(organisation=member.organisation, person=one, unit=member.unit) for one in people
    )


def _words(member: Membership, number: int) -> None:
    one = listening.words_note(act=by(member), text="Ik snap het niet.", unit=member.unit)
    Words.objects.bulk_create(
        Words(
            organisation=one.organisation, unit=one.unit, text=f"Woorden {n}", language="nl",
            consent="organisation", heard_on=one.heard_on, noted_by=member,
        )
        for n in range(number)
    )  # fmt: skip


LISTS = [
    ("initiatives:initiative_list", _initiatives),
    ("organisations:people", _people),
    ("pages:listening", _words),
]


@pytest.mark.parametrize(("name", "grow"), LISTS, ids=[name for name, _grow in LISTS])
def test_a_page_of_a_long_list_asks_and_shows_no_more_when_the_list_grows(
    samira, mieke, browse, name, grow
):
    client, url = browse(mieke), reverse(name, args=["deplas"])
    seen = []
    for number in (FEW, MANY):
        grow(samira, number)
        first = client.get(url)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(url, {"after": first.context["page_obj"].next})
        assert page.status_code == 200
        lists = [one["sql"] for one in asked if "LIMIT" in one["sql"] and "UNION" not in one["sql"]]
        assert lists
        assert not [sql for sql in lists if COUNTED.search(sql)]
        seen.append((len(asked), len(first.context["page_obj"])))
    assert seen[0] == seen[1]
