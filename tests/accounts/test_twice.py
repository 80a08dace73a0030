"""On the way in a press that is made twice has one effect too, and both lead to the same place."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backend.organisations.models import Person
from backend.outbox import crypto
from backend.outbox.models import Delivery
from backend.web import services
from backend.web.models import Sent
from tests.architecture.addresses import addresses
from tests.at_once import at_once

ASK, CODE = reverse("account_request_login_code"), reverse("account_confirm_login_code")
FORGOTTEN = reverse("account_reset_password")
HOME = reverse("pages:my_steps", args=["deplas"])
# Of the library's addresses and ours beside them: what is sent once, and what twice does no harm.
ONCE = {
    "account_request_login_code", "account_confirm_login_code", "account_change_address",
    "account_confirm_address", "account_reset_password",
}  # fmt: skip
AS_EVER = {
    "account_login": "a password typed twice signs in twice",
    "account_logout": "out is out",
    "account_signup": "closed",
    "account_inactive": "tells only",
    "account_reauthenticate": "a password typed twice is the same",
    "account_change_password": "the same password twice is one",
    "account_set_password": "the same password twice is one",
    "account_reset_password_done": "tells only",
    "account_reset_password_from_key": "its link works once by itself",
    "account_reset_password_from_key_done": "tells only",
}
PASSWORD = "een korte zin werkt goed"


def key() -> str:
    return str(uuid4())


def code() -> str:
    return str(crypto.decrypt(Delivery.objects.get(message="sign_in_code").secret))


def press(client: Client, path: str, typed: dict[str, str]) -> Any:
    try:
        return client.post(path, typed)
    finally:
        connection.close()


def test_every_address_of_the_way_in_is_sent_once_or_says_why_not():
    known = {one.name for one in addresses() if one.name.startswith("account_")}
    assert known == ONCE | AS_EVER.keys()
    assert not ONCE & AS_EVER.keys()


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_once_ask_for_one_code_and_either_window_takes_it(samira):
    typed = {"email": samira.person.email, "key": key()}
    windows = Client(), Client()
    answers = at_once(*(lambda one=one: press(one, ASK, typed) for one in windows))
    assert [one["Location"] for one in answers] == [CODE, CODE]
    assert windows[0].cookies["sessionid"].value == windows[1].cookies["sessionid"].value
    assert windows[1].post(CODE, {"code": code(), "key": key()}).status_code == 302
    assert windows[1].get(HOME).status_code == 200


@pytest.mark.parametrize(("who", "mails"), [("samira", 1), ("nobody", 0)])
@pytest.mark.parametrize("path", [ASK, FORGOTTEN])
def test_two_taps_send_one_mail_and_tell_both_the_same_whoever_it_is(samira, path, who, mails):
    typed = {"email": f"{who}@deplas.example", "key": key()}
    first, second = Client().post(path, typed), Client().post(path, typed)
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert Delivery.objects.count() == mails
    # Asked anew, from a page that was opened anew, it is sent anew.
    assert Client().post(path, {**typed, "key": key()}).status_code == 302
    assert Delivery.objects.count() == 2 * mails


def test_two_taps_on_the_code_sign_in_and_no_third_one_after_signing_out(samira):
    client = Client()
    client.post(ASK, {"email": samira.person.email, "key": key()})
    twice = {"code": code(), "key": key()}
    other = Client()
    other.cookies = deepcopy(client.cookies)
    assert client.post(CODE, twice).status_code == 302
    assert other.post(CODE, twice).status_code == 302
    assert [one.get(HOME).status_code for one in (client, other)] == [200, 200]
    client.post(reverse("account_logout"))
    third = Client()
    third.post(CODE, twice)
    assert third.get(HOME).status_code == 302


def test_a_code_pressed_twice_opens_nothing_later(samira):
    client = Client()
    client.post(ASK, {"email": samira.person.email, "key": key()})
    typed = {"code": code(), "key": key()}
    assert client.post(CODE, typed).status_code == 302
    Sent.objects.update(sent_at=timezone.now() - timedelta(minutes=2))
    late = Client()
    late.post(CODE, typed)
    assert late.get(HOME).status_code == 302


def test_two_taps_on_a_new_address_mail_one_code_and_two_on_the_code_lead_to_one_place(samira):
    samira.person.set_password(PASSWORD)
    samira.person.save()
    client = Client()
    client.force_login(samira.person)
    typed = {"email": "nieuw@deplas.example", "password": PASSWORD, "key": key()}
    answers = [client.post(reverse("account_change_address"), typed) for _ in range(2)]
    assert {one["Location"] for one in answers} == {reverse("account_confirm_address")}
    assert Delivery.objects.filter(message="address_code").count() == 1
    waiting = crypto.decrypt(Delivery.objects.get(message="address_code").secret)
    typed = {"code": waiting["code"], "key": key()}
    answers = [client.post(reverse("account_confirm_address"), typed) for _ in range(2)]
    assert [one["Location"] for one in answers] == ["/", "/"]
    samira.person.refresh_from_db()
    assert samira.person.email == "nieuw@deplas.example"


def test_the_page_behind_back_asks_anew_after_a_while(samira):
    client = Client()
    typed = {"email": samira.person.email, "key": key()}
    client.post(FORGOTTEN, typed)
    Sent.objects.update(sent_at=timezone.now() - timedelta(minutes=2))
    for _ in range(2):
        assert client.post(FORGOTTEN, typed).status_code == 302
        assert Delivery.objects.count() == 2


def test_whoever_has_a_code_already_is_led_to_where_it_is_typed(samira):
    client = Client()
    typed = {"email": samira.person.email, "key": key()}
    client.post(ASK, typed)
    Sent.objects.update(sent_at=timezone.now() - timedelta(minutes=2))
    assert client.post(ASK, typed)["Location"] == CODE
    assert Delivery.objects.count() == 1


class Deadlock(OperationalError):
    """As the driver tells of it."""

    def __init__(self) -> None:
        super().__init__("deadlock detected")
        self.__cause__ = psycopg.errors.DeadlockDetected("deadlock detected")


@pytest.fixture
def loses_once(monkeypatch):
    """The first try loses a deadlock at its end."""
    kept, lost = services.keep, []

    def keep(**given: Any) -> None:
        if not lost:
            lost.append(given)
            raise Deadlock
        kept(**given)

    monkeypatch.setattr(services, "keep", keep)
    return lost


def test_who_loses_a_deadlock_on_the_way_in_begins_again_without_what_the_first_try_left(
    samira, loses_once
):
    client = Client()
    asked = client.post(ASK, {"email": samira.person.email, "key": key()})
    assert (asked.status_code, asked["Location"]) == (302, CODE)
    assert loses_once
    assert client.post(CODE, {"code": code(), "key": key()}).status_code == 302
    assert client.get(HOME).status_code == 200


def test_who_loses_a_deadlock_while_typing_the_code_is_let_in(samira, monkeypatch, request):
    client = Client()
    client.post(ASK, {"email": samira.person.email, "key": key()})
    lost = request.getfixturevalue("loses_once")
    answer = client.post(CODE, {"code": code(), "key": key()})
    assert lost
    assert answer.status_code == 302
    assert client.get(HOME).status_code == 200


@pytest.mark.django_db
def test_nobody_makes_an_account_for_themselves():
    typed = {"email": "vreemd@elders.example", "password1": PASSWORD, "password2": PASSWORD}
    answer = Client().post(reverse("account_signup"), {**typed, "key": key()})
    assert answer.status_code < 500
    assert not Person.objects.exists()
    assert not answer.wsgi_request.user.is_authenticated
