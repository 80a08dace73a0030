"""Somebody comes in for the first time, on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from backend.organisations import services
from backend.organisations.models import Membership, Person
from backend.organisations.roles import Role
from tests.acting import by
from tests.browser.conftest import followed, overflow, violations
from tests.successes.factories import told

HOME = "/o/deplas/"
LONG = "Ziekenhuisverzekeringsmaatschappij" * 3


@pytest.fixture
def nina(mieke, unit) -> Membership:
    invited = services.membership_invite(
        act=by(mieke), email="nina@elders.example", name="", unit=unit, why=f"Jij kent {LONG}."
    )
    Person.objects.filter(pk=invited.person_id).update(language="nl")
    return services.membership_accept(membership=invited)


def test_the_name_is_told_and_the_first_step_is_logged_and_nothing_was_clicked_away(
    nina, mieke, samira, open_page
):
    told(samira)
    page = open_page(HOME, as_=nina, width=390)
    expect(page.get_by_text("Mieke Bos heeft je uitgenodigd")).to_be_visible()
    page.get_by_label("Hoe mogen we je noemen?").fill("Nina de Wit")
    followed(page.locator(".name-ask button"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Welkom Nina")
    page.locator("#step-form textarea").first.fill("Een klant gebeld.")
    page.locator("label.kind", has_text="Geluisterd").click()
    page.locator("#step-save").click()
    expect(page.locator("#latest")).to_contain_text("Een klant gebeld.")
    page.goto(HOME)
    expect(page.get_by_text("Mieke Bos heeft je uitgenodigd")).to_have_count(0)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_a_small_phone(
    nina, samira, anton, open_page, dark
):
    told(samira, title=LONG[:100])
    correct = f"/o/deplas/people/{samira.uid}/correct/"
    helps = [f"/o/deplas/help/{role}/" for role in Role.values]
    assert helps
    for who, pages in ((nina, [HOME, "/accounts/address/"]), (anton, [correct, *helps])):
        page = open_page(pages[0], as_=who, width=320, dark=dark)
        for address in pages:
            page.goto(address)
            assert (address, overflow(page)) == (address, 0)
            assert (address, violations(page)) == (address, [])
