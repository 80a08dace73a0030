"""What an answer costs tells nobody who has an account."""

from __future__ import annotations

import re
from collections.abc import Callable
from unittest import mock

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backend.organisations.models import Membership
from backend.outbox.models import Delivery

LOGIN, CODE = reverse("account_login"), reverse("account_request_login_code")
RESET = reverse("account_reset_password")
UNKNOWN = "nobody@nowhere.example"


def statements(do: Callable[[], object]) -> list[str]:
    """What is asked of the database, in order, without its values."""
    with CaptureQueriesContext(
        connection,
    ) as found:
        do()
    return [
        re.sub(r"'[^']*'|\d+", "n", one["sql"].split(" WHERE ")[0])[:60]
        for one in found.captured_queries
    ]


@pytest.mark.parametrize("way", [CODE, RESET])
def test_asking_does_the_same_for_an_address_that_is_known_and_one_that_is_not(samira, way):
    known, unknown, inactive = (
        statements(lambda address=address: Client().post(way, {"email": address}))
        for address in (samira.person.email, UNKNOWN, _inactive(samira))
    )
    assert known == unknown
    assert inactive == unknown
    assert Delivery.objects.count() == 1


def _inactive(samira: Membership) -> str:
    from tests.conftest import member

    gone = member(samira.organisation, None, "Gerda Gegaan").person
    gone.is_active = False
    gone.save()
    return gone.email


def test_a_wrong_password_is_weighed_as_long_for_everybody(samira, omar):
    """As often as the hash is made, whether there is an account, with a password or without."""
    omar.person.set_password("een korte zin werkt goed")
    omar.person.save()
    made = []
    for address in (samira.person.email, omar.person.email, UNKNOWN):
        hasher = hashers.get_hasher()
        with mock.patch.object(
            type(hasher), "encode", autospec=True, side_effect=type(hasher).encode
        ) as encode:
            Client().post(LOGIN, {"login": address, "password": "niet het goede"})
        made.append(encode.call_count)
    assert made[0] == made[1] == made[2] >= 1


def test_asking_for_an_address_does_the_same_whether_somebody_has_it_or_not(samira, omar, browse):
    ask = reverse("account_change_address")
    made = []
    for email in (omar.person.email, UNKNOWN):
        client = browse(samira)
        client.get(ask)
        made.append(statements(lambda c=client, e=email: c.post(ask, {"email": e})))
    assert made[0] == made[1]
    assert Delivery.objects.filter(message="address_code").count() == 1
