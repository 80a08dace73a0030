"""Of several answers that are on their way, a page ends with the newest, whichever comes first."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.urls import reverse
from playwright.sync_api import Error, Request, expect

from backend.organisations.models import Membership, Unit
from tests.browser.typed import HOME, SlowLine
from tests.conftest import member
from tests.initiatives.factories import log, start
from tests.successes.factories import finished, told

pytestmark = pytest.mark.django_db(transaction=True)

CHANGED = "document.body.dispatchEvent(new Event('steps-changed'))"
# The moment between taking out what stood there and making alive what comes for it.
BETWEEN = """id => document.addEventListener("htmx:before:settle", function between({detail}) {
  if (detail.task.target?.id !== id) return
  document.removeEventListener("htmx:before:settle", between)
  setTimeout(() => document.body.dispatchEvent(new Event("steps-changed")))
})"""
NAMES = ("Aldert", "Berend", "Carla")
ASKED_WHILE_TYPING = {
    "people": ("organisations:people", "#q", "#people"),
    "teams": ("organisations:unit_list", "#q", "#level"),
    "a colleague for the A-team": ("initiatives:team_add", "#id_membership", "#found"),
    "teams to tell": ("successes:announcement_request", "#find", "#found-teams"),
    "the team of an initiative": ("initiatives:initiative_start", "[name=unit]", "#id_unit-found"),
    "a story as it will look": ("successes:success_tell", "[name=title]", "#preview"),
}


def is_of_a_part(request: Request) -> bool:
    return "hx-request" in request.headers


@pytest.mark.parametrize("moment", ["while the answer is under way", "while it is put in"])
@pytest.mark.parametrize("where", ["#latest", "#story"])
def test_what_changes_while_a_change_is_being_shown_is_shown_as_well(
    samira, initiative, open_page, where, moment
):
    story = reverse("initiatives:initiative_detail", args=["deplas", initiative.uid])
    page = open_page(HOME if where == "#latest" else story, as_=samira)
    log(samira, initiative, text="De eerste steen")
    line = SlowLine(page, is_of_a_part)
    page.evaluate(CHANGED)
    line.holds(2 if where == "#latest" else 1)  # each part of the page has asked
    answers = [(route, route.fetch()) for route in line.asked]
    line.quicken(at_once=False)
    log(samira, initiative, text="De tweede steen")
    if moment == "while it is put in":
        page.evaluate(BETWEEN, "stones" if where == "#latest" else "story")
    else:
        page.evaluate(CHANGED)
    for route, answer in answers:
        with suppress(Error):  # taken back by the page, which asks for a newer one
            route.fulfill(response=answer)
    expect(page.locator(where)).to_contain_text("De tweede steen")
    expect(page.locator(where)).to_contain_text("De eerste steen")


@pytest.fixture
def named(organisation, unit) -> None:
    """Enough teams to look for one, and people and teams of each name."""
    Unit.objects.bulk_create(Unit(organisation=organisation, name=f"Ploeg {n}") for n in range(80))
    for name in NAMES:
        Unit.objects.create(organisation=organisation, name=f"Ploeg {name}")
        member(organisation, unit, name)


def address(what: str, samira: Membership) -> str:
    name = ASKED_WHILE_TYPING[what][0]
    of = {
        "initiatives:team_add": lambda: [start(samira).uid],
        "successes:announcement_request": lambda: [told(samira).uid],
        "successes:success_tell": lambda: [finished(samira).uid],
    }.get(name, list)
    return reverse(name, args=["deplas", *of()])


@pytest.mark.parametrize("what", ASKED_WHILE_TYPING)
def test_what_was_typed_last_is_what_is_shown(samira, anton, named, open_page, what):
    _, field, where = ASKED_WHILE_TYPING[what]
    who = anton if what in ("people", "teams") else samira
    page = open_page(address(what, samira), as_=who)
    if what == "teams to tell":
        page.get_by_label("Teams die ik kies").check()
    expect(page.locator(field)).to_be_visible()
    page.clock.install()
    line = SlowLine(page, is_of_a_part)
    for name in NAMES:
        page.fill(field, name)
        page.clock.run_for(600)
    line.quicken()
    shown = page.locator(where)
    *others, last = (
        shown.get_by_text(name).or_(shown.locator(f"option[value$={name}]")) for name in NAMES
    )
    expect(last).not_to_have_count(0)
    for other in others:
        expect(other).to_have_count(0)
