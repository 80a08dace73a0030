"""The benchmarks' world is written in bulk: it keeps up with the tables."""

from __future__ import annotations

import pytest
from django_scopes import scope

from backend.board import selectors
from tests.benchmarks import world

pytestmark = pytest.mark.django_db


def test_so_many_steps_lie_in_the_water_as_were_asked_for():
    organisation = world.company()
    world.grow(organisation, 24)
    with scope(organisation=organisation):
        assert selectors.look(organisation=organisation).figures.total == 24
