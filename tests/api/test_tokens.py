"""Handing out tokens: who may does it, who may not is refused, what can't be is refused."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from backend.api import services
from backend.api.models import Token
from backend.events.models import Event
from backend.organisations.permissions import Refused
from tests.acting import by

LIST, ISSUE = (reverse(f"tokens:{name}", args=["deplas"]) for name in ("token_list", "token_issue"))


@pytest.fixture
def token(anton) -> Token:
    found, _plain = services.token_issue(act=by(anton), name="Dashboard")
    return found


def revoke(token: Token) -> str:
    return reverse("tokens:token_revoke", args=["deplas", token.uid])


def in_force() -> list[str]:
    return list(Token.objects.filter(revoked_at=None).values_list("name", flat=True))


def test_an_administrator_issues_one_and_it_stands_in_the_list(anton, browse):
    token, plain = services.token_issue(act=by(anton), name=" Dashboard ")
    assert (token.name, token.issued_by, plain.startswith("stap_")) == ("Dashboard", anton, True)
    assert list(Event.objects.values_list("kind", "actor_id")) == [("token_issued", anton.pk)]
    client = browse(anton)
    page = client.post(ISSUE, {"name": "Intranet"})
    assert (page.status_code, page.context["plain"][:5]) == (200, "stap_")
    assert in_force() == ["Dashboard", "Intranet"]
    listed = client.get(LIST).text
    assert all(name in listed for name in in_force())


@pytest.mark.parametrize("who", ["mieke", "petra", "samira", "omar"])
def test_nobody_else_issues_revokes_or_sees_any(request, who, token, browse):
    actor = request.getfixturevalue(who)
    with pytest.raises(Refused):
        services.token_issue(act=by(actor), name="Intranet")
    with pytest.raises(Refused):
        services.token_revoke(act=by(actor), token=token)
    client = browse(actor)
    assert client.post(ISSUE, {"name": "Intranet"}).status_code == 403
    assert client.post(revoke(token)).status_code == 403
    assert client.get(LIST).status_code == 403
    assert in_force() == ["Dashboard"]


@pytest.mark.parametrize("name", ["", "  ", "dashboard", "x" * 81])
def test_a_name_that_cannot_be_is_refused_at_its_field(anton, token, browse, name):
    with pytest.raises(ValidationError) as refused:
        services.token_issue(act=by(anton), name=name)
    assert list(refused.value.message_dict) == ["name"]
    page = browse(anton).post(ISSUE, {"name": name})
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["name"]
    assert page.context["plain"] == ""
    assert in_force() == ["Dashboard"]


def test_revoking_twice_is_revoking_once(anton, token, browse):
    services.token_revoke(act=by(anton), token=token)
    assert browse(anton).post(revoke(token)).status_code == 302
    assert Event.objects.filter(kind="token_revoked").count() == 1
    assert in_force() == []


def test_a_token_of_elsewhere_is_not_found(stranger, token, browse):
    elsewhere = reverse("tokens:token_revoke", args=[stranger.organisation.slug, token.uid])
    assert browse(stranger).post(elsewhere).status_code == 404
    assert in_force() == ["Dashboard"]
