"""Every address, opened by nobody, by somebody from elsewhere, by the wrong role and the right one.

An address with a parameter that this test does not know makes it fail: say here how to find a row.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import get_scope, scope, scopes_disabled

from backend.organisations.models import Membership, Organisation
from backend.organisations.permissions import TABLE, Relation
from tests.architecture.addresses import Address, addresses
from tests.architecture.rows import row_for

PAGES = [a for a in addresses() if a.of_an_organisation]
ROWS = [a for a in PAGES if "uid" in a.parameters]
ROLES = ["omar", "samira", "petra", "mieke", "anton"]
# Omar works where Samira does, and nothing more.
NEAR = {Relation.OWN_UNIT, Relation.ASKED}


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> dict[str, Membership]:
    return {name: request.getfixturevalue(name) for name in ROLES}


@pytest.fixture
def url_of(organisation: Organisation, cast: dict[str, Membership]) -> Callable[[Address], str]:
    def build(address: Address) -> str:
        kwargs: dict[str, Any] = {"organisation": organisation.slug}
        for parameter in address.parameters:
            if parameter != "organisation":
                kwargs[parameter] = row_for(address.name, parameter, cast)
        return reverse(address.name, kwargs=kwargs)

    return build


def _open(client: Client, url: str, address: Address) -> int:
    """The status of a GET, or of an empty POST where the address is no page of its own."""
    answer = client.post(url) if address.form_on else client.get(url)
    return answer.status_code


@pytest.mark.parametrize("address", PAGES, ids=lambda a: a.name)
def test_nobody_is_asked_to_sign_in(address, url_of, browse) -> None:
    answer = browse(None).get(url_of(address))
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


@pytest.mark.parametrize("address", PAGES, ids=lambda a: a.name)
def test_somebody_of_another_organisation_finds_nothing(address, url_of, browse, stranger) -> None:
    client, url = browse(stranger), url_of(address)
    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 404


@pytest.mark.parametrize("address", ROWS, ids=lambda a: a.name)
def test_a_row_of_another_organisation_is_not_found_under_ones_own(
    address, url_of, browse, stranger
) -> None:
    own = url_of(address).replace("/o/deplas/", f"/o/{stranger.organisation.slug}/")
    assert _open(browse(stranger), own, address) == 404


@pytest.mark.parametrize("address", PAGES, ids=lambda a: a.name)
def test_a_role_that_may_not_is_refused_with_an_explanation(address, url_of, browse, cast) -> None:
    rule = TABLE[address.action]
    url = url_of(address)
    allowed = {name for name, membership in cast.items() if membership.has_role(*rule.roles)}
    related = {"samira"} if rule.relations else set()
    related |= {"omar"} if NEAR & set(rule.relations) else set()
    assert allowed | related, "nobody of the cast may"
    for name, membership in cast.items():
        client = browse(membership)
        status = _open(client, url, address)
        if name in allowed:
            assert status not in {403, 404, 500}, (name, status)
        elif name not in related:
            assert status == 403, (name, status)
            refused = client.post(url) if address.form_on else client.get(url)
            assert str(rule.why) in refused.text or "data-reason" in refused.text


@pytest.mark.parametrize("address", PAGES, ids=lambda a: a.name)
def test_an_address_that_is_no_page_leads_to_the_page_that_holds_its_form(
    address, url_of, browse, cast
) -> None:
    roles = TABLE[address.action].roles
    who = next((name for name in reversed(ROLES) if cast[name].has_role(*roles)), "samira")
    client = browse(cast[who])
    answer = client.get(url_of(address))
    assert answer.status_code != 405
    if address.form_on:
        assert answer.status_code == 302
        assert client.get(answer["Location"], follow=True).status_code == 200, answer["Location"]


def test_the_scope_ends_with_the_request(samira, browse) -> None:
    """Also after one that was refused: what stayed open would be the scope of the thread's next."""
    home = reverse("pages:my_steps", args=[samira.organisation.slug])
    refused = reverse("organisations:settings", args=[samira.organisation.slug])
    with scopes_disabled():
        before = get_scope()
        assert browse(samira).get(home).status_code == 200
        assert get_scope() == before
        assert browse(samira).get(refused).status_code == 403
        assert get_scope() == before


def test_a_scope_shows_its_own_organisation_alone(samira, stranger) -> None:
    assert Membership.objects.filter(pk=samira.pk).exists()
    with scope(organisation=stranger.organisation):
        assert not Membership.objects.filter(pk=samira.pk).exists()
