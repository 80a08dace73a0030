"""Rights are those of the moment at which something is done, not of when its page was opened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from backend.api import services as tokens
from backend.events.models import Event
from backend.initiatives import services as initiatives
from backend.organisations import services
from backend.organisations.models import Membership, MembershipState
from backend.organisations.roles import Role
from backend.web.permissions import Refused
from tests.acting import by


def _programme(actor: Membership, **_rows: Any) -> Any:
    today = actor.organisation.today()
    return initiatives.programme_start(
        act=by(actor), name="Dichtbij", vision="Elke klant thuis",
        starts_on=today, ends_on=today + timedelta(days=300),
    )  # fmt: skip


DEEDS: dict[str, Callable[..., Any]] = {
    "unit_add": lambda a, **_rows: services.unit_add(act=by(a), name="Nieuw"),
    "unit_change": lambda a, unit, **_rows: services.unit_change(
        act=by(a), unit=unit, name="Anders", parent=None
    ),
    "unit_end": lambda a, unit, **_rows: services.unit_end(act=by(a), unit=unit),
    "unit_return": lambda a, unit, **_rows: services.unit_return(act=by(a), unit=unit),
    "process_add": lambda a, **_rows: services.process_add(act=by(a), name="Nieuw"),
    "process_change": lambda a, process, **_rows: services.process_change(
        act=by(a), process=process, name="Anders"
    ),
    "process_end": lambda a, process, **_rows: services.process_end(act=by(a), process=process),
    "process_return": lambda a, process, **_rows: services.process_return(
        act=by(a), process=process
    ),
    "customer_group_add": lambda a, **_rows: services.customer_group_add(act=by(a), name="Nieuw"),
    "customer_group_change": lambda a, group, **_rows: services.customer_group_change(
        act=by(a), customer_group=group, name="Anders"
    ),
    "customer_group_end": lambda a, group, **_rows: services.customer_group_end(
        act=by(a), customer_group=group
    ),
    "customer_group_return": lambda a, group, **_rows: services.customer_group_return(
        act=by(a), customer_group=group
    ),
    "settings": lambda a, **_rows: services.organisation_change(act=by(a), name="Anders"),
    "programme_start": _programme,
    "programme_change": lambda a, programme, **_rows: initiatives.programme_change(
        act=by(a),
        programme=programme,
        version=1,
        name="Anders",
        vision="Anders",
        ambitions=[],
        starts_on=programme.starts_on,
        ends_on=programme.ends_on,
    ),
    "token_issue": lambda a, **_rows: tokens.token_issue(act=by(a), name="Nieuw"),
    "token_revoke": lambda a, token, **_rows: tokens.token_revoke(act=by(a), token=token),
}


@pytest.fixture
def rows(anton) -> dict[str, Any]:
    return {
        "unit": services.unit_add(act=by(anton), name="Tijdelijk"),
        "process": services.process_add(act=by(anton), name="Verhuizen"),
        "group": services.customer_group_add(act=by(anton), name="Bewoners"),
        "token": tokens.token_issue(act=by(anton), name="Bord")[0],
        "programme": _programme(anton),
    }


@pytest.mark.parametrize(
    "lost", [{"state": MembershipState.LEFT}, {"roles": [Role.STAFF]}], ids=["left", "lost"]
)
@pytest.mark.parametrize("name", DEEDS)
def test_who_may_no_longer_does_nothing_from_a_page_that_was_opened_before(name, lost, anton, rows):
    Membership.objects.filter(pk=anton.pk).update(**lost)
    before = Event.objects.count()
    with pytest.raises(Refused):
        DEEDS[name](anton, **rows)
    assert Event.objects.count() == before
