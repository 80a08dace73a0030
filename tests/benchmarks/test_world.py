"""The benchmarks' world is written in bulk: it keeps up with the tables."""

from __future__ import annotations

import pytest
from django_scopes import scope

from backend.board import selectors
from backend.initiatives.models import Ambition, Step
from tests.benchmarks import world
from tests.benchmarks.board import Visitor

pytestmark = pytest.mark.django_db


def test_so_many_steps_lie_in_the_water_as_were_asked_for():
    organisation = world.company()
    world.grow(organisation, 24)
    with scope(organisation=organisation):
        assert selectors.look(organisation=organisation).figures.total == 24


def test_what_the_benchmark_measures_can_be_done_again_and_again(settings):
    settings.ROOT_URLCONF = "tests.benchmarks.urls"
    organisation = world.company()
    world.grow(organisation, 24)
    visitor = Visitor(organisation)
    with scope(organisation=organisation):
        before = Step.objects.count(), Ambition.objects.count()
        for _round in range(2):
            visitor.log_step()
            visitor.insert()
        assert (Step.objects.count(), Ambition.objects.count()) == (before[0] + 2, before[1] + 2)
