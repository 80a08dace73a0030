"""The rules meet whoever comes in by a page, a command or an import: services and constraints hold them."""

from __future__ import annotations

from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from backend.api import services as tokens
from backend.organisations import services
from backend.organisations.models import Membership, Organisation
from backend.organisations.services.settings import minutes_open
from backend.web.permissions import Refused
from tests.acting import by


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"quiet_from": time(16, 1), "quiet_until": time(16, 0)}, "quiet_until"),
        ({"quiet_from": time(18), "quiet_until": time(18)}, "quiet_until"),
        ({"quiet_until": time(17)}, "quiet_until"),
        ({"quiet_from": time(0, 30), "quiet_until": time(23, 0)}, "quiet_until"),
        ({"working_days": []}, "working_days"),
        ({"working_days": [0]}, "working_days"),
        ({"working_days": [1, 8]}, "working_days"),
        ({"language": "de"}, "language"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"name": " "}, "name"),
    ],
)
def test_settings_that_cannot_be_are_refused_by_the_service(anton, organisation, fields, at):
    with pytest.raises(ValidationError) as refused:
        services.organisation_change(act=by(anton), **fields)
    assert set(refused.value.message_dict) == {at}
    before = Organisation.objects.get()
    assert (before.quiet_from, before.working_days) == (time(17, 30), [1, 2, 3, 4, 5])


@pytest.mark.parametrize("field", ["slug", "is_example", "pk"])
def test_what_is_no_setting_is_set_by_nobody(anton, organisation, field):
    before = Organisation.objects.values().get()
    with pytest.raises(TypeError, match=field):
        services.organisation_change(act=by(anton), **{field: "x"})
    assert Organisation.objects.values().get() == before


@pytest.mark.parametrize(
    "fields",
    [
        {"quiet_from": time(9), "quiet_until": time(8)},
        {"quiet_from": time(1), "quiet_until": time(23, 30)},
        {"working_days": [9]},
        {"working_days": []},
        {"language": "de"},
    ],
)
def test_the_database_refuses_them_whatever_the_way_in(organisation, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.update(**fields)


@pytest.mark.parametrize(
    ("begins", "ends"),
    [((17, 30), (8, 30)), ((22, 0), (6, 0)), ((1, 0), (22, 0)), ((8, 0), (6, 0))],
)
def test_hours_that_leave_two_open_are_taken_by_both(anton, begins, ends):
    services.organisation_change(act=by(anton), quiet_from=time(*begins), quiet_until=time(*ends))
    assert minutes_open(time(*begins), time(*ends)) >= 120


SERVICES = {
    "unit_add": lambda c: services.unit_add(act=by(c["omar"]), name="X"),
    "unit_change": lambda c: services.unit_change(
        act=by(c["omar"]), unit=c["omar"].unit, name="X", parent=None
    ),
    "unit_end": lambda c: services.unit_end(act=by(c["omar"]), unit=c["omar"].unit),
    "unit_return": lambda c: services.unit_return(act=by(c["omar"]), unit=c["omar"].unit),
    "process_add": lambda c: services.process_add(act=by(c["omar"]), name="X"),
    "customer_group_add": lambda c: services.customer_group_add(act=by(c["omar"]), name="X"),
    "membership_invite": lambda c: services.membership_invite(
        act=by(c["omar"]), email="x@deplas.example", name="X", unit=None
    ),
    "membership_change": lambda c: services.membership_change(
        act=by(c["omar"]), membership=c["omar"], version=1, unit=None, roles=["programme_manager"]
    ),
    "membership_end": lambda c: services.membership_end(act=by(c["omar"]), membership=c["mieke"]),
    "membership_return": lambda c: services.membership_return(
        act=by(c["omar"]), membership=c["mieke"]
    ),
    "organisation_change": lambda c: services.organisation_change(act=by(c["mieke"]), name="X"),
    "token_issue": lambda c: tokens.token_issue(act=by(c["mieke"]), name="X"),
}


@pytest.mark.parametrize("name", SERVICES)
def test_the_service_asks_who_may(name, omar, mieke):
    before = list(Membership.objects.order_by("pk").values())
    with pytest.raises(Refused):
        SERVICES[name]({"omar": omar, "mieke": mieke})
    assert list(Membership.objects.order_by("pk").values()) == before


def test_who_comes_back_to_a_team_that_ended_comes_back_without_one(
    mieke, anton, omar, organisation
):
    team = services.unit_add(act=by(mieke), name="Tijdelijk")
    services.membership_change(
        act=by(anton), membership=omar, version=1, unit=team, roles=omar.roles
    )
    services.membership_end(act=by(anton), membership=omar)
    services.unit_end(act=by(mieke), unit=team)
    back = services.membership_return(act=by(mieke), membership=omar)
    assert (back.state, back.unit) == ("active", None)
