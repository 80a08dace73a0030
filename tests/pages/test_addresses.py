"""Addresses as browsers and other people send them."""

from __future__ import annotations

import pytest
from django.urls import reverse


def test_no_page_of_an_organisation_stays_behind_in_a_browser_that_others_use(samira, browse):
    for name in ("pages:my_steps", "board:board", "successes:success_list"):
        answer = browse(samira).get(reverse(name, args=["deplas"]))
        assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("name", "asked", "status"),
    [
        ("organisations:people", {"q": "a\x00b"}, 200),
        ("board:steps", {"week": "9999-12-31"}, 404),
        ("board:steps", {"week": "0001-01-01"}, 200),
        ("board:weeks", {"before": "a\x00b"}, 302),
        ("successes:success_list", {"page": "\x00"}, 200),
    ],
)
def test_an_address_that_somebody_made_up_is_answered_like_any_other(
    mieke, browse, name, asked, status
):
    assert browse(mieke).get(reverse(name, args=["deplas"]), asked).status_code == status


@pytest.mark.parametrize("slug", ["%00", "a%00b", "%ff", "a b", "é", "..", "a%2Fb", "x" * 5000])
@pytest.mark.parametrize("rest", ["", "board/", "steps/"])
def test_an_organisation_that_no_address_can_name_is_not_there(samira, browse, slug, rest):
    client = browse(samira)
    assert client.get(f"/o/{slug}/{rest}").status_code == 404
    assert client.post(f"/o/{slug}/{rest}").status_code == 404


@pytest.mark.parametrize(
    "target",
    ["abc", "true", "%", "?x", "#x", "x" * 500, "account_login", ".", "//evil.example", "\x00", "",
     "https://evil.example/", "javascript:alert(1)", "/\\evil.example"],
)  # fmt: skip
def test_whatever_next_says_one_lands_on_a_page_of_ours(samira, client, target):
    answer = client.post(reverse("set_language"), {"language": "en", "next": target})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    samira.person.set_password("een-lang-wachtwoord-van-haar")
    samira.person.save()
    typed = {"login": samira.person.email, "password": "een-lang-wachtwoord-van-haar"}
    answer = client.post(reverse("account_login"), {**typed, "next": target})
    assert (answer.status_code, answer["Location"]) == (302, "/")
