"""The permission table and the addresses tell the same story."""

from __future__ import annotations

from backend.web.permissions import TABLE
from tests.architecture.addresses import addresses

# Addresses of libraries: sign-in guards itself, and the API answers by token (tests/api).
ELSEWHERE = ("account_", "api:")


def _own() -> list:
    return [a for a in addresses() if not a.name.startswith(ELSEWHERE)]


def test_every_address_has_a_name() -> None:
    assert not [a for a in _own() if a.name.rsplit(":", 1)[-1] == ""]


def test_every_address_of_an_organisation_has_its_row_in_the_table() -> None:
    missing = [a.name for a in _own() if a.of_an_organisation and a.action not in TABLE]
    assert not missing


def test_the_action_of_a_view_is_the_name_of_its_address() -> None:
    differing = {
        a.name: a.action
        for a in _own()
        if a.of_an_organisation and a.name.rsplit(":", 1)[-1] != a.action
    }
    assert not differing


def test_every_address_outside_an_organisation_says_that_it_is_for_anybody() -> None:
    assert not [a.name for a in _own() if not a.of_an_organisation and not a.public]


def test_every_row_of_the_table_is_used() -> None:
    used = {a.action for a in addresses()}
    assert not TABLE.keys() - used
