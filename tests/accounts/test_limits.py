"""Nobody locks somebody else out by trying; who tries too often waits."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from django.test import Client
from django.urls import reverse
from redis.exceptions import ConnectionError as RedisConnectionError

from backend.accounts import devices
from backend.organisations.models import Membership, Person

LOGIN, CODE = reverse("account_login"), reverse("account_request_login_code")
RESET = reverse("account_reset_password")
PASSWORD = "een korte zin werkt goed"
TOO_MANY = "Too many"


@pytest.fixture
def known_by_heart(samira: Membership) -> Membership:
    """Samira, with a password."""
    samira.person.set_password(PASSWORD)
    samira.person.save()
    return samira


def browser(address: str, like: Client | None = None) -> Client:
    """A browser that calls from this address; `like` another one, with its cookies."""
    client = Client(headers={"accept-language": "en"}, REMOTE_ADDR=address)
    if like is not None:
        client.cookies = like.cookies
    return client


def sign_in(client: Client, person: Person, password: str = PASSWORD):
    return client.post(LOGIN, {"login": person.email, "password": password})


def ask(client: Client, way: str, person: Person):
    return client.post(way, {"email": person.email})


def refused(answer) -> bool:
    return answer.status_code == 429 or (answer.status_code == 200 and TOO_MANY in answer.text)


def too_many(client: Client, person: Person, way: str) -> bool:
    """Whether one more try along this way is refused for having tried too often."""
    return refused(
        sign_in(client, person, "wrong password") if way == LOGIN else ask(client, way, person)
    )


def exhaust(address: str, person: Person, way: str) -> None:
    tries = 0
    while not too_many(browser(address), person, way):
        tries += 1
        assert tries < 30, "there is no limit"


@pytest.mark.parametrize("way", [LOGIN, CODE, RESET])
def test_who_tries_from_one_place_is_stopped_there_and_only_there(known_by_heart, way):
    person = known_by_heart.person
    exhaust("203.0.113.7", person, way)
    assert too_many(browser("203.0.113.7"), person, way)
    assert not too_many(browser("198.51.100.9"), person, way)


def test_wrong_passwords_from_many_places_do_not_keep_the_right_one_out(known_by_heart):
    for number in range(40):
        sign_in(browser(f"203.0.113.{number}"), known_by_heart.person, "wrong password")
    assert sign_in(browser("198.51.100.9"), known_by_heart.person).status_code == 302


@pytest.mark.parametrize("way", [LOGIN, CODE, RESET])
@pytest.mark.parametrize("asks_for", ["the same person", "anybody"])
def test_a_known_device_is_not_locked_out_by_others_at_the_same_address(
    known_by_heart, omar, way, asks_for
):
    person, office = known_by_heart.person, "203.0.113.7"
    own = browser(office)
    assert sign_in(own, person).status_code == 302
    own.post(reverse("account_logout"))
    exhaust(office, person, way)
    if asks_for == "anybody":
        while not too_many(browser(office), Person(email=f"{uuid4().hex}@x.example"), way):
            pass
    assert too_many(browser(office), person, way)
    if asks_for == "anybody":  # for somebody else it is no known device
        assert too_many(own, omar.person, way)
    assert not too_many(own, person, way)
    assert sign_in(own, person).status_code == 302


def test_a_known_device_has_a_limit_of_its_own(known_by_heart):
    own = browser("203.0.113.7")
    sign_in(own, known_by_heart.person)
    own.post(reverse("account_logout"))
    tried = [too_many(own, known_by_heart.person, LOGIN) for _try in range(8)]
    assert tried.count(False) == 5
    # Nor does another address give it more tries.
    assert too_many(browser("198.51.100.9", like=own), known_by_heart.person, LOGIN)


@pytest.mark.parametrize("value", ["", "x", "a:b:c", "W10:1:x", "ü" * 5000])
def test_a_cookie_that_is_not_ours_is_no_device(known_by_heart, value):
    made_up = browser("203.0.113.7")
    made_up.cookies[devices.COOKIE] = value
    exhaust("203.0.113.7", known_by_heart.person, LOGIN)
    assert too_many(made_up, known_by_heart.person, LOGIN)


def test_a_device_knows_several_people_and_its_cookie_is_kept_from_scripts(known_by_heart, omar):
    client = browser("203.0.113.7")
    sign_in(client, known_by_heart.person)
    client.force_login(omar.person)
    cookie = client.cookies[devices.COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert int(cookie["max-age"]) >= 365 * 24 * 3600
    assert known_by_heart.person.email not in str(cookie)


@pytest.mark.parametrize("way", [LOGIN, CODE, RESET])
def test_one_network_of_ipv6_is_one_place(known_by_heart, way):
    person = known_by_heart.person
    exhaust("2001:db8:1:2::1", person, way)
    assert too_many(browser("2001:db8:1:2:ffff::9"), person, way)
    assert not too_many(browser("2001:db8:1:3::1"), person, way)


@pytest.mark.parametrize("way", [LOGIN, CODE, RESET])
def test_tries_are_counted_while_the_cache_is_away(known_by_heart, way, monkeypatch):
    def away(*_given: object, **_more: object) -> None:
        raise RedisConnectionError

    for name in ("get", "set", "add", "delete"):
        monkeypatch.setattr(RedisCache, name, away)
    # What is counted meanwhile stays in this process: the next test begins with none of it.
    monkeypatch.setattr(caches["default"], "_own", LocMemCache(uuid4().hex, {}))
    monkeypatch.setattr(caches["default"], "_away_until", 0.0)
    exhaust(f"203.0.113.{10 + len(way)}", known_by_heart.person, way)


def test_a_place_from_which_much_is_asked_reads_so_in_its_language(db):
    """Not the library's bare page."""
    answers = [
        browser("203.0.113.7").post(
            RESET, {"email": f"{number}@x.example"}, headers={"accept-language": "nl"}
        )
        for number in range(21)
    ]
    assert [answer.status_code for answer in answers] == [302] * 20 + [429]
    assert "Te vaak achter elkaar" in answers[-1].text
