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
        ("successes:success_list", {"page": "\x00"}, 200),
    ],
)
def test_an_address_that_somebody_made_up_is_answered_like_any_other(
    mieke, browse, name, asked, status
):
    assert browse(mieke).get(reverse(name, args=["deplas"]), asked).status_code == status
