"""Many teams: one is found while its name is typed, ticked and kept, without a list of thousands."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from backend.initiatives.models import Initiative
from backend.organisations.models import Unit
from backend.successes.models import Announcement
from tests.browser.conftest import overflow, violations
from tests.browser.typed import PASSWORD, look_for, sign_in
from tests.successes.factories import told


@pytest.fixture
def many(organisation):
    top = Unit.objects.create(organisation=organisation, name="Dienstverlening")
    Unit.objects.bulk_create(
        Unit(organisation=organisation, parent=top, name=f"Ploeg {n}", sort_key=f"ploeg {n:03}")
        for n in range(80)
    )
    return top


def test_a_team_is_found_while_its_name_is_typed(many, samira, open_page):
    page = open_page(
        reverse("initiatives:initiative_start", args=["deplas"]), as_=samira, width=390
    )
    field = page.get_by_role("combobox", name="Welk team?")
    expect(field).to_have_accessible_description(
        "Typ een deel van de naam, eventueel ook van de afdeling, en kies."
    )
    field.fill("")
    look_for(field, "ploeg 7")
    offered = page.locator("datalist option[value='Dienstverlening / Ploeg 7']")
    expect(offered).to_have_count(1)
    assert violations(page) == []
    assert overflow(page) <= 0
    page.get_by_label("Hoe heet het?").fill("Brief in gewone taal")
    field.fill("Dienstverlening / Ploeg 7")
    page.locator("main form button.button").first.click()
    page.wait_for_url("**/initiatives/*-*/")
    assert Initiative.objects.select_related("unit").get().unit.name == "Ploeg 7"


def test_teams_to_tell_are_opened_ticked_and_counted(many, samira, joost, open_page):
    success = told(samira)
    page = open_page(
        reverse("successes:announcement_request", args=["deplas", success.uid]), as_=samira
    )
    page.get_by_label("Teams die ik kies").check()
    page.get_by_role("link", name="Teams Dienstverlening").click()
    expect(page.get_by_label("Ploeg 3", exact=True)).to_be_visible()
    page.get_by_role("link", name="Meer teams").click()
    expect(page.get_by_label("Ploeg 79", exact=True)).to_be_visible()
    page.get_by_label("Ploeg 3", exact=True).check()
    look_for(page.get_by_label("Zoek een team"), "netbeheer")
    found = page.locator("#found-teams").get_by_label("Netbeheer", exact=True)
    found.check()
    expect(page.locator(".announce__reach")).to_contain_text("1 collega")
    assert violations(page) == []


def test_a_team_that_was_found_is_still_ticked_after_signing_in_again(
    many, samira, joost, open_page
):
    samira.person.set_password(PASSWORD)
    samira.person.save()
    joost.unit = Unit.objects.get(name="Ploeg 77")
    joost.save()
    success = told(samira)
    page = open_page(
        reverse("successes:announcement_request", args=["deplas", success.uid]), as_=samira
    )
    page.get_by_label("Teams die ik kies").check()
    look_for(page.get_by_label("Zoek een team"), "ploeg 77")
    page.locator("#found-teams").get_by_label("Ploeg 77").check()
    expect(page.locator(".announce__reach")).to_contain_text("1 collega")
    Session.objects.all().delete()
    page.locator(".announce__send button").click()
    sign_in(page, samira)
    expect(page.locator(".draft")).to_contain_text("Je concept van vandaag staat er nog")
    chosen = page.get_by_role("list", name="Gekozen tot nu toe")
    expect(chosen.get_by_label("Ploeg 77")).to_be_checked()
    assert violations(page) == []
    page.locator(".announce__send button").click()
    expect(page).to_have_url(re.compile("/announcements/"))
    assert [unit.name for unit in Announcement.objects.get().units.all()] == ["Ploeg 77"]


def test_a_team_that_was_found_stays_chosen_when_another_is_looked_for(many, samira, open_page):
    success = told(samira)
    page = open_page(
        reverse("successes:announcement_request", args=["deplas", success.uid]), as_=samira
    )
    page.get_by_label("Teams die ik kies").check()
    for number in ("77", "61"):
        page.get_by_label("Zoek een team").fill("")
        look_for(page.get_by_label("Zoek een team"), f"ploeg {number}")
        page.locator("#found-teams").get_by_label(f"Ploeg {number}").check()
    chosen = page.get_by_role("list", name="Gekozen tot nu toe")
    expect(chosen.get_by_label("Ploeg 77")).to_be_checked()
    assert violations(page) == []
    page.locator(".announce__send button").click()
    expect(page).to_have_url(re.compile("/announcements/"))
    told_to = Announcement.objects.get().units.order_by("name").values_list("name", flat=True)
    assert list(told_to) == ["Ploeg 61", "Ploeg 77"]


def test_a_team_that_is_found_and_ticked_once_more_is_chosen_once(many, samira, open_page):
    success = told(samira)
    page = open_page(
        reverse("successes:announcement_request", args=["deplas", success.uid]), as_=samira
    )
    page.get_by_label("Teams die ik kies").check()
    chosen = page.get_by_role("list", name="Gekozen tot nu toe").get_by_label("Ploeg 77")
    field, found = page.get_by_label("Zoek een team"), page.locator("#found-teams")
    for again in (False, True):
        field.fill("")
        look_for(field, "ploeg 77")
        if again:
            chosen.uncheck()
        found.get_by_label("Ploeg 77").check()
        field.fill("")
        expect(chosen).to_have_count(1)
        expect(chosen).to_be_checked()
