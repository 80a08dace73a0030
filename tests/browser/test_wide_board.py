"""The board of many departments with long names: on a screen, and on a sheet."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from backend.organisations.models import Membership, Organisation, Unit
from backend.organisations.selectors import FEWEST
from tests import conftest
from tests.browser.conftest import overflow
from tests.initiatives.factories import log, start

pytestmark = pytest.mark.django_db(transaction=True)
BOARD = "/o/deplas/board/"
LONG = "Vergunningverlening, toezicht en handhaving {}"


def _team(organisation: Organisation, name: str, parent: Unit | None = None) -> Membership:
    """A team that is large enough to be named, with a step of its own."""
    unit = Unit.objects.create(organisation=organisation, name=name, parent=parent)
    people = [
        conftest.member(organisation, unit, f"Kees{unit.pk}x{n} Jansen", "ambassador")
        for n in range(FEWEST)
    ]
    log(people[0], start(people[0], title=f"De brief van {name}"), text="Gevraagd aan het loket")
    return people[0]


def _department(organisation: Organisation, number: int, teams: int) -> None:
    name = LONG.format(number)
    if teams == 1:
        _team(organisation, name)
        return
    top = Unit.objects.create(organisation=organisation, name=name)
    for team in range(teams):
        _team(organisation, f"Meldingen openbare ruimte {number}-{team}", top)


@pytest.mark.parametrize(("departments", "teams"), [(16, 1), (4, 12), (12, 3), (40, 1)])
def test_it_prints_on_two_sheets_at_most(organisation, petra, open_page, departments, teams):
    for number in range(departments):
        _department(organisation, number, teams)
    page = open_page(BOARD, as_=petra)
    expect(page.locator(".tile").first).to_be_visible()
    paper = page.pdf(prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) <= 2
    for width in (1123, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert overflow(page) <= 0
