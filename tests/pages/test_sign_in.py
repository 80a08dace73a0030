"""Signing in by a code: a way back from every page of it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.cache.backends.redis import RedisCache
from django.test import Client
from django.urls import reverse
from redis.exceptions import ConnectionError as RedisConnectionError

from backend.outbox import crypto
from backend.outbox.models import Delivery

ASKED = reverse("account_request_login_code")


@pytest.mark.parametrize("address", ["samira@deplas.example", "nobody@nowhere.example"])
def test_who_waits_for_a_code_can_sign_in_another_way_after_all(samira, address):
    client = Client(headers={"accept-language": "nl"})
    waiting = client.post(ASKED, {"email": address}, follow=True)
    assert b'form="another-way"' in waiting.content
    assert b'form="resend"' in waiting.content
    leave = {"next": reverse("account_login")}
    back = client.post(reverse("account_logout"), leave, follow=True)
    assert back.redirect_chain[-1][0] == reverse("account_login")
    assert b'name="email"' in back.content or b'name="login"' in back.content


def test_another_code_can_be_asked_for(samira):
    client = Client(headers={"accept-language": "nl"})
    client.post(ASKED, {"email": samira.person.email}, follow=True)
    again = client.post(reverse("account_confirm_login_code"), {"action": "resend"}, follow=True)
    assert again.status_code == 200
    assert b'name="code"' in again.content


def test_a_code_that_is_too_old_is_told_so(samira, settings):
    client = Client(headers={"accept-language": "nl"})
    client.post(ASKED, {"email": samira.person.email})
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 0
    late = client.post(reverse("account_confirm_login_code"), {"code": "ABC-DEF"}, follow=True)
    assert late.redirect_chain[-1][0] == ASKED
    assert "Die code is te oud." in late.text


def test_the_message_is_the_same_whether_the_address_is_known_or_not(samira):
    known, unknown = (
        Client(headers={"accept-language": "nl"}).post(ASKED, {"email": address}, follow=True)
        for address in ("samira@deplas.example", "nobody@nowhere.example")
    )
    said = [str(message) for message in known.context["messages"]]
    assert said == [str(message) for message in unknown.context["messages"]]
    assert "samira" not in said[0]


def test_an_address_cannot_be_changed_to_one_that_is_not_proved(samira, browse):
    for path in ("/accounts/email/", "/accounts/confirm-email/x/"):
        answer = browse(samira).post(path, {"email": "omar@deplas.example", "action_add": ""})
        assert answer.status_code == 404
    samira.person.refresh_from_db()
    assert samira.person.email == "samira@deplas.example"


def test_the_link_to_a_new_password_leads_to_our_own_address(samira, settings):
    settings.PUBLIC_URL = "https://stapsteen.deplas.example"
    client = Client(headers={"host": "localhost:6666"})
    client.post(reverse("account_reset_password"), {"email": samira.person.email})
    link = crypto.decrypt(Delivery.objects.get(message="password_reset").secret)
    assert link.startswith("https://stapsteen.deplas.example/accounts/password/reset/key/")


def _wrong(sender: str, **headers: str) -> str:
    client = Client(headers={"accept-language": "en", **headers}, REMOTE_ADDR=sender)
    typed = {"login": f"{uuid4().hex}@nowhere.example", "password": "not the password"}
    return client.post(reverse("account_login"), typed).text


def test_who_types_wrong_passwords_locks_nobody_else_out_behind_a_proxy(samira, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    said = [_wrong("10.0.0.1", **{"x-forwarded-for": "203.0.113.7"}) for _try in range(12)]
    assert "Too many" in said[-1]
    assert "Too many" not in _wrong("10.0.0.1", **{"x-forwarded-for": "203.0.113.8"})


def test_wrong_passwords_are_still_counted_while_the_cache_is_away(samira, monkeypatch):
    def away(*_given: object, **_more: object) -> None:
        raise RedisConnectionError

    for name in ("get", "set", "add", "delete"):
        monkeypatch.setattr(RedisCache, name, away)
    assert "Too many" in [_wrong("203.0.113.9") for _try in range(12)][-1]
