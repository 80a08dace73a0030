"""Signing in by a code: a way back from every page of it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

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
