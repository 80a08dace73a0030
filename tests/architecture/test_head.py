"""HEAD on every address: what GET answers, without a body."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.architecture.addresses import Address, addresses
from tests.architecture.test_wrong_person import PAGES, cast, url_of  # noqa: F401 - fixtures

# Addresses that need no row of anybody's; the others outside an organisation end in a secret.
ELSEWHERE = [a for a in addresses() if not a.of_an_organisation]
# What a page says of the moment it was made, and of whom it was made for.
CHANGING = {"Date", "Set-Cookie", "Content-Security-Policy", "Content-Length", "X-Request-Id"}


def _same(client: Client, url: str) -> None:
    client.get(url)  # what is said once is said by now
    got, head = client.get(url), client.head(url)
    assert head.status_code == got.status_code, url
    assert not head.content
    assert head.headers.keys() >= got.headers.keys() - CHANGING
    assert head.headers.get("Content-Type") == got.headers.get("Content-Type")
    if got.status_code == 200 and not got.streaming:
        assert int(head.headers["Content-Length"]) > 0


@pytest.mark.long
@pytest.mark.parametrize("address", PAGES, ids=lambda a: a.name)
def test_head_is_answered_as_get_on_every_page_of_an_organisation(
    address: Address,
    url_of: Callable[[Address], str],  # noqa: F811
    browse: Callable[..., Client],
    cast: dict,  # noqa: F811
) -> None:
    url = url_of(address)
    for name in ("samira", "anton"):
        _same(browse(cast[name]), url)
    _same(browse(None), url)


@pytest.mark.parametrize("address", ELSEWHERE, ids=lambda a: a.name)
def test_head_is_answered_as_get_everywhere_else(
    address: Address, browse: Callable[..., Client], db: None
) -> None:
    named = dict.fromkeys(address.parameters, "00000000-0000-4000-8000-000000000000")
    if address.name == "account_reset_password_from_key":  # a pattern of its own, with two names
        named = {"uidb36": "1", "key": "abc"}
    url = reverse(address.name, kwargs=named)
    _same(browse(None), url)


@pytest.mark.parametrize("url", ["/healthz", "/nowhere/", "/static/nothing.css"])
def test_head_of_what_no_view_answers(url: str, browse: Callable[..., Client], db: None) -> None:
    _same(browse(None), url)
