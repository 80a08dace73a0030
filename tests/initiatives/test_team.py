"""Coming into an A-team and going out of it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from backend.initiatives import services
from backend.organisations.models import MembershipState
from tests.acting import by
from tests.initiatives.factories import kinds, last_event, start


def test_joining_twice_is_joining_once(samira, joost):
    initiative = start(samira)
    services.team_join(act=by(joost), initiative=initiative, membership=joost)
    services.team_join(act=by(joost), initiative=initiative, membership=joost)
    assert initiative.team.count() == 2
    assert kinds().count("team_joined") == 2
    assert last_event().payload == {
        "initiative_id": initiative.pk,
        "membership_id": joost.pk,
        "unit_id": samira.unit_id,
    }


def test_somebody_who_left_the_organisation_does_not_join(samira, joost):
    joost.state = MembershipState.LEFT
    joost.save()
    with pytest.raises(ValidationError):
        services.team_join(act=by(samira), initiative=start(samira), membership=joost)


def test_the_last_one_of_an_open_initiative_cannot_leave(samira, joost):
    initiative = start(samira)
    with pytest.raises(ValidationError):
        services.team_leave(act=by(samira), initiative=initiative, membership=samira)
    services.team_join(act=by(samira), initiative=initiative, membership=joost)
    services.team_leave(act=by(samira), initiative=initiative, membership=samira)
    assert list(initiative.members.all()) == [joost]
    assert last_event().kind == "team_left"
