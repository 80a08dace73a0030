"""Each action of the organisation: who may does it, who may not is refused, what can't be is refused.

All three at the service, where every way in meets them, and at the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from backend.events.models import Event
from backend.organisations import services
from backend.organisations.models import Membership
from backend.organisations.permissions import TABLE, Refused
from backend.text import people
from tests.acting import by
from tests.conftest import member


@dataclass(frozen=True)
class Action:
    """One action: its event, its service with what it is given, and its page with what is typed."""

    event: str
    service: Any
    # The argument that names the row, and the rows that it is done to: one that can, one that can't.
    what: str = ""
    to: str = ""
    not_to: str = ""
    given: dict[str, Any] = field(default_factory=dict)
    typed: dict[str, Any] = field(default_factory=dict)
    # What is refused, given and typed, and at which field.
    wrong: dict[str, Any] | None = None
    typed_wrong: dict[str, Any] | None = None
    at: str = ""
    by: str = "mieke"
    not_by: str = "omar"

    @property
    def can_be_refused(self) -> bool:
        """Whether there is anything that it does not do for who may."""
        return self.wrong is not None or bool(self.not_to)


SETTINGS = {
    "name": "De Plas", "language": "nl", "time_zone": "Europe/Amsterdam",
    "working_days": [1, 2], "quiet_from": "18:00", "quiet_until": "08:00",
}  # fmt: skip
NEW, TAKEN, PLACE = {"name": "Nieuw"}, {"name": "Bezet"}, {"parent": None}
ADMINISTRATORS_OWN = {"by": "anton", "not_by": "mieke"}


def named(what: str) -> dict[str, Action]:
    """The actions on a list of names: of services, of customer groups."""
    form = "group_form" if what == "customer_group" else f"{what}_form"
    of = {"what": what, "to": what, "at": "name"}
    return {
        f"{what}_add": Action(
            f"{what}_added", getattr(services, f"{what}_add"), given=NEW, wrong=TAKEN, at="name",
            typed={f"{form}-name": "Nieuw"}, typed_wrong={f"{form}-name": "Bezet"},
        ),
        f"{what}_change": Action(
            f"{what}_changed", getattr(services, f"{what}_change"), given=NEW, wrong=TAKEN,
            typed=NEW, typed_wrong=TAKEN, **of,
        ),
        f"{what}_end": Action(f"{what}_ended", getattr(services, f"{what}_end"), **of),
        f"{what}_return": Action(
            f"{what}_returned", getattr(services, f"{what}_return"), what=what, to=f"{what}_ended"
        ),
    }  # fmt: skip


ACTIONS = {
    "unit_add": Action(
        "unit_added", services.unit_add, given=NEW, wrong=TAKEN, typed=NEW, typed_wrong=TAKEN,
        at="name",
    ),
    "unit_change": Action(
        "unit_changed", services.unit_change, "unit", "unit", given={**NEW, **PLACE},
        wrong={**TAKEN, **PLACE}, typed=NEW, typed_wrong=TAKEN, at="name",
    ),
    "unit_end": Action("unit_ended", services.unit_end, "unit", "unit", not_to="peopled"),
    "unit_return": Action("unit_returned", services.unit_return, "unit", "unit_ended"),
    **named("process"),
    **named("customer_group"),
    "membership_invite": Action(
        "membership_invited", services.membership_invite,
        given={"email": "nina@x.example", "name": "Nina Nieuw", "unit": None},
        wrong={"email": "nina", "name": "Nina Nieuw", "unit": None},
        typed={"email": "nina@x.example", "name": "Nina Nieuw"},
        typed_wrong={"email": "nina", "name": "Nina Nieuw"}, at="email",
    ),
    "memberships_invite": Action(
        "membership_invited", services.memberships_invite,
        given={"people": people.read("nina@x.example"), "unit": None},
        wrong={"people": people.read("nina@"), "unit": None},
        typed={"people": "nina@x.example"}, typed_wrong={"people": "nina@"}, at="people",
    ),
    "membership_change": Action(
        "membership_changed", services.membership_change, "membership", "staff",
        given={"version": 1, "unit": None, "roles": ["ambassador"]},
        wrong={"version": 1, "unit": None, "roles": ["administrator"]},
        typed={"roles": ["ambassador"]}, typed_wrong={"roles": ["administrator"]}, at="roles",
    ),
    "membership_correct": Action(
        "name_changed", services.membership_correct, "membership", "staff",
        given={"version": 1, "name": "Nina Anders"}, wrong={"version": 1, "name": " "},
        typed={"name": "Nina Anders"}, typed_wrong={"name": " "}, at="name", **ADMINISTRATORS_OWN,
    ),
    "membership_end": Action(
        "membership_ended", services.membership_end, "membership", "staff", not_to="administrator"
    ),
    "membership_return": Action(
        "membership_joined", services.membership_return, "membership", "left",
        not_to="left_administrator",
    ),
    "membership_remind": Action(
        "membership_invited", services.membership_remind, "membership", "invited", not_to="staff"
    ),
    "settings": Action(
        "organisation_changed", services.organisation_change, given={"working_days": [1, 2]},
        wrong={"working_days": []}, typed=SETTINGS, typed_wrong={**SETTINGS, "working_days": []},
        at="working_days", **ADMINISTRATORS_OWN,
    ),
}  # fmt: skip
REFUSABLE = [name for name, action in ACTIONS.items() if action.can_be_refused]


def do(action: Action, actor: Membership, row: Any = None, given: Any = None) -> Any:
    """By the service."""
    of = {action.what: row} if action.what else {}
    return action.service(act=by(actor), **of, **(action.given if given is None else given))


def press(name: str, client: Any, row: Any = None, typed: Any = None) -> Any:
    """By the page."""
    url = reverse(f"organisations:{name}", args=["deplas", *([row.uid] if row else [])])
    return client.post(url, ACTIONS[name].typed if typed is None else typed)


@pytest.fixture
def cast(omar, mieke, anton) -> dict[str, Membership]:
    return {"omar": omar, "mieke": mieke, "anton": anton}


@pytest.fixture
def rows(cast, organisation) -> dict[str, Any]:
    """What the actions are done to, as an administrator made it."""
    anton = cast["anton"]
    found: dict[str, Any] = {"": None, "peopled": cast["omar"].unit, "administrator": anton}
    for what in ("unit", "process", "customer_group"):
        add, end = getattr(services, f"{what}_add"), getattr(services, f"{what}_end")
        add(act=by(anton), name="Bezet")
        found[what] = add(act=by(anton), name="Tijdelijk")
        found[f"{what}_ended"] = end(act=by(anton), **{what: add(act=by(anton), name="Voorbij")})
    found["staff"] = member(organisation, None, "Nina Blijft")
    found["left"] = member(organisation, None, "Gerda Gegaan")
    found["left_administrator"] = member(organisation, None, "Ada Gegaan", "administrator")
    for one in ("left", "left_administrator"):
        services.membership_end(act=by(anton), membership=found[one])
    found["invited"] = services.membership_invite(
        act=by(anton), email="ina@x.example", name="Ina", unit=None
    )
    an_hour_ago = found["invited"].invited_at - timedelta(hours=2)
    Membership.objects.filter(pk=found["invited"].pk).update(invited_at=an_hour_ago)
    return found


def events() -> list[tuple[str, int | None]]:
    """What happened, and by whom."""
    return list(Event.objects.order_by("id").values_list("kind", "actor_id"))


def test_every_action_of_the_organisation_is_here() -> None:
    asks = {"people", "profile", "unit_find", "unit_list", "unit_board", "customers"}
    written = {
        name for name in TABLE if name.startswith(("unit_", "membership", "process_", "customer"))
    }
    assert ACTIONS.keys() == (written | {"settings"}) - asks


@pytest.mark.parametrize("name", ACTIONS)
def test_who_may_does_it(name, cast, rows):
    action, actor = ACTIONS[name], cast[ACTIONS[name].by]
    before = events()
    do(action, actor, rows[action.to])
    assert events()[len(before) :] == [(action.event, actor.pk)]


@pytest.mark.parametrize("name", ACTIONS)
def test_who_may_does_it_on_its_page(name, cast, rows, browse):
    action, actor = ACTIONS[name], cast[ACTIONS[name].by]
    before = events()
    answer = press(name, browse(actor), rows[action.to])
    assert answer.status_code == 302
    assert events()[len(before) :] == [(action.event, actor.pk)]


@pytest.mark.parametrize("name", ACTIONS)
def test_who_may_not_is_refused_by_the_service(name, cast, rows):
    action = ACTIONS[name]
    before = events()
    with pytest.raises(Refused, match=re.escape(str(TABLE[name].why))):
        do(action, cast[action.not_by], rows[action.to])
    assert events() == before


@pytest.mark.parametrize("name", ACTIONS)
def test_who_may_not_is_refused_on_its_page(name, cast, rows, browse):
    action = ACTIONS[name]
    before = events()
    assert press(name, browse(cast[action.not_by]), rows[action.to]).status_code == 403
    assert events() == before


@pytest.mark.parametrize("name", REFUSABLE)
def test_what_can_not_be_is_refused_by_the_service(name, cast, rows):
    action = ACTIONS[name]
    before, row = events(), rows[action.not_to or action.to]
    with pytest.raises(ValidationError) as refused:
        do(action, cast[action.by], row, action.wrong)
    if action.at:
        assert list(refused.value.message_dict) == [action.at]
    assert events() == before


@pytest.mark.parametrize("name", REFUSABLE)
def test_what_can_not_be_is_told_on_its_page(name, cast, rows, browse):
    action = ACTIONS[name]
    before, row = events(), rows[action.not_to or action.to]
    client = browse(cast[action.by])
    answer = press(name, client, row, action.typed_wrong)
    if action.typed_wrong is None:
        assert answer.status_code == 302
        assert "toast--error" in client.get(answer["Location"]).text
    else:
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.text or 'role="alert"' in answer.text
    assert events() == before
