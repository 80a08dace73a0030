"""The mark of a view: a rule that depends on the object at hand must have been asked."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from backend.organisations.models import Membership
from backend.organisations.permissions import Relation, a_team
from backend.web.permissions import TABLE, NotAsked, Refused, allow, require

ACTION = "of_a_test"
IN_TEAM = frozenset({Relation.A_TEAM})


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch, rf: RequestFactory, samira: Membership):
    """`post(view)`: somebody of the organisation sends this view a form."""
    monkeypatch.setitem(TABLE, ACTION, a_team)

    def sent(view) -> HttpResponse:
        request = rf.post("/")
        request.membership, request.user, request.session = samira, samira.person, {}
        return allow(ACTION)(view)(request)

    return sent


def _renames(request: HttpRequest) -> HttpResponse:
    type(request.membership.person).objects.filter(pk=request.membership.person_id).update(
        name="Iemand anders"
    )
    return HttpResponse("OK")


def test_a_view_that_asks_nobody_is_refused_and_what_it_did_undone(post, samira) -> None:
    with pytest.raises(NotAsked, match=ACTION):
        post(_renames)
    samira.person.refresh_from_db()
    assert samira.person.name == "Samira Haddou"


def test_a_view_that_asked_is_let_through(post, samira) -> None:
    def asks(request: HttpRequest) -> HttpResponse:
        require(request.membership, ACTION, IN_TEAM)
        return _renames(request)

    assert post(asks).status_code == 200
    samira.person.refresh_from_db()
    assert samira.person.name == "Iemand anders"


def test_who_does_not_stand_so_is_refused(post) -> None:
    def asks(request: HttpRequest) -> HttpResponse:
        require(request.membership, ACTION)
        return _renames(request)

    with pytest.raises(Refused):
        post(asks)


def test_a_form_that_was_not_right_need_not_have_asked(post) -> None:
    assert post(lambda request: HttpResponse(status=422)).status_code == 422
