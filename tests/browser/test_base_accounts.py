"""Signing in and the account's own pages."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from backend.organisations.models import Membership
from tests.browser.conftest import Open, overflow, violations

pytestmark = pytest.mark.django_db(transaction=True)
ANYBODY = [
    "/accounts/login/",
    "/accounts/login/code/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/x-set-password/",
    "/accounts/inactive/",
    "/accounts/signup/",
]
SIGNED_IN = [
    "/accounts/logout/",
    "/accounts/password/set/",
]


@pytest.mark.long
@pytest.mark.parametrize("path", ANYBODY)
def test_pages_for_anybody_are_accessible(open_page: Open, path: str) -> None:
    page = open_page(path, width=390)
    assert violations(page) == []
    assert overflow(page) <= 0


@pytest.mark.long
@pytest.mark.parametrize("path", SIGNED_IN)
def test_pages_of_the_account_are_accessible(
    open_page: Open, samira: Membership, path: str
) -> None:
    page = open_page(path, as_=samira, width=390, dark=True)
    assert violations(page) == []
    assert overflow(page) <= 0


def test_a_wrong_password_is_said_beside_the_fields_and_the_address_stays(
    open_page: Open, samira: Membership
) -> None:
    page = open_page("/accounts/login/")
    page.get_by_text("Inloggen met een wachtwoord").click()
    page.fill("#id_login", samira.person.email)
    page.fill("#id_password", "niet het goede")
    page.get_by_role("button", name="Inloggen", exact=True).click()
    expect(page.locator(".form-errors")).to_contain_text(
        "Het e-mailadres of het wachtwoord klopt niet."
    )
    expect(page.locator("#id_login")).to_have_value(samira.person.email)
    assert violations(page) == []


def test_the_way_in_works_without_script(open_page: Open, samira: Membership) -> None:
    page = open_page("/accounts/login/", script=False)
    expect(page.get_by_role("button", name="Stuur mij een code")).to_be_visible()
    page.get_by_text("Inloggen met een wachtwoord").click()
    expect(page.locator("#id_password")).to_be_visible()


def test_the_language_can_be_changed_before_signing_in(open_page: Open) -> None:
    page = open_page("/accounts/login/")
    page.get_by_role("button", name="In English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Good to have you here")


@pytest.mark.parametrize("known", [True, False], ids=["known", "unknown"])
def test_a_code_is_asked_for_whether_or_not_the_address_is_known(
    open_page: Open, samira: Membership, known: bool
) -> None:
    page = open_page("/accounts/login/", width=390)
    page.fill("#id_code_email", samira.person.email if known else "niemand@elders.example")
    page.get_by_role("button", name="Stuur mij een code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kijk in je mail")
    assert violations(page) == []
    page.fill("#id_code", "FOUT-CODE")
    page.get_by_role("button", name="Verder").click()
    expect(page.locator("#id_code-error")).to_contain_text("Deze code klopt niet.")


def test_example_accounts_are_offered_with_one_click_in_example_mode_only(
    open_page: Open, samira: Membership, settings
) -> None:
    settings.EXAMPLE_MODE = True
    page = open_page("/accounts/login/")
    expect(page.locator(".account")).to_have_count(0)
    samira.organisation.is_example = True
    samira.organisation.save()
    samira.person.email = "ambassador@duinzicht.example"
    samira.person.set_password("stapsteen")
    samira.person.save()
    page.reload()
    page.locator(".account", has_text="Samira Haddou").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
    assert any(cookie["name"] == "sessionid" for cookie in page.context.cookies())
    settings.EXAMPLE_MODE = False
    page.context.clear_cookies()
    page.goto("/accounts/login/")
    expect(page.locator(".account")).to_have_count(0)
