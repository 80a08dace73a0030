"""What the events of an organisation tell whoever folds them: where something stood, and stands."""

from __future__ import annotations

from typing import Any

import pytest

from backend.events import reading
from backend.events.acts import Source
from backend.events.models import Event
from backend.organisations import services
from backend.organisations.events import (
    MembershipChanged,
    MembershipEnded,
    MembershipInvited,
    MembershipJoined,
    OrganisationStarted,
    Place,
    Under,
    UnitChanged,
    UnitEnded,
    UnitPlace,
)
from backend.organisations.models import Membership, MembershipState, Unit
from backend.text.outline import Item
from tests.acting import by


def last(kind: Any) -> Any:
    return reading.told(Event.objects.filter(kind=kind.KIND).latest("id"), kind)


def test_a_moved_unit_tells_where_it_hung_and_where_it_hangs(mieke, department, unit, other_unit):
    services.unit_change(act=by(mieke), unit=unit, name=unit.name, parent=other_unit)
    assert last(UnitChanged) == UnitChanged(
        unit_id=unit.pk, parent_id=other_unit.pk, before=Under(department.pk)
    )
    services.unit_change(act=by(mieke), unit=unit, name=unit.name, parent=None)
    assert last(UnitChanged) == UnitChanged(
        unit_id=unit.pk, parent_id=None, before=Under(other_unit.pk)
    )


def test_a_renamed_unit_tells_that_it_hangs_where_it_hung(mieke, department, unit):
    services.unit_change(act=by(mieke), unit=unit, name="Aflezen", parent=department)
    told = last(UnitChanged)
    assert (told.before.parent_id, told.parent_id) == (department.pk, department.pk)


def test_a_unit_that_ends_tells_what_it_was_part_of(mieke, department, unit):
    services.unit_end(act=by(mieke), unit=unit)
    assert last(UnitEnded) == UnitEnded(unit_id=unit.pk, parent_id=department.pk)


def test_each_change_of_somebodys_place_tells_the_one_before(anton, unit, other_unit):
    nina = services.membership_invite(
        act=by(anton), email="nina@deplas.example", name="Nina Post", unit=unit
    )
    invited = last(MembershipInvited)
    assert invited.before == Place(None, None)
    assert invited.after == Place(unit.pk, MembershipState.INVITED)
    assert invited.invited_at == nina.invited_at
    services.membership_accept(membership=nina)
    joined = last(MembershipJoined)
    assert joined.before == Place(unit.pk, MembershipState.INVITED)
    assert joined.after == Place(unit.pk, MembershipState.ACTIVE)
    nina = Membership.objects.get(pk=nina.pk)
    services.membership_change(
        act=by(anton), membership=nina, version=nina.version, unit=other_unit, roles=nina.roles
    )
    changed = last(MembershipChanged)
    assert changed.before == Place(unit.pk, MembershipState.ACTIVE)
    assert changed.after == Place(other_unit.pk, MembershipState.ACTIVE)
    services.membership_end(act=by(anton), membership=nina)
    ended = last(MembershipEnded)
    assert ended.before == Place(other_unit.pk, MembershipState.ACTIVE)
    assert ended.after == Place(other_unit.pk, MembershipState.LEFT)


@pytest.mark.django_db
def test_an_organisation_that_starts_tells_its_tree_and_who_is_in_it():
    first = services.organisation_start(
        name="Nieuw", language="nl", administrator_name="Ada Berg",
        administrator_email="ada@nieuw.example", administrator_unit="Balie", source=Source.COMMAND,
        departments=[Item(1, "Klant"), Item(2, "Balie", above=0), Item(3, "Kas")],
    )  # fmt: skip
    event = Event._base_manager.get(organisation=first.organisation)
    units = {one.name: one.pk for one in Unit._base_manager.filter(organisation=first.organisation)}
    told = reading.told(event, OrganisationStarted)
    assert told.units == (
        UnitPlace(units["Klant"], None),
        UnitPlace(units["Balie"], units["Klant"]),
        UnitPlace(units["Kas"], None),
    )
    assert (told.membership_id, told.unit_id) == (first.pk, units["Balie"])
    assert (event.source, event.silent) == ("command", True)
