"""A browser that keeps nothing, a clock that was put back, another person in another tab: only true promises."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Page, expect

from backend.initiatives.models import Step
from backend.listening.models import Words
from tests.browser.conftest import overflow, session_cookie, violations
from tests.browser.typed import (
    FIELD,
    HOME,
    PASSWORD,
    SAVE,
    WORDS,
    age,
    another_tab,
    kept,
    nothing_is_kept,
    opened_again,
    save,
    save_without_line,
    sign_in,
)

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "Wat een klant mij vandaag vertelde"
FULL = """Storage.prototype.setItem = () => {
  throw new DOMException("full", "QuotaExceededError") }"""


def full(context: BrowserContext, path: str) -> Page:
    """A page of a browser that keeps nothing."""
    context.add_init_script(FULL)
    page = context.new_page()
    page.goto(path)
    return page


@pytest.mark.parametrize("path", [HOME, WORDS])
def test_a_browser_that_keeps_nothing_sends_it_from_the_open_page(
    samira, initiative, open_page, path
):
    page = full(open_page(path, as_=samira, width=390).context, path)
    save_without_line(page, TEXT)
    line = page.locator("form .draft--waits")
    expect(line).to_contain_text("Geen verbinding. Laat deze pagina open")
    expect(line).not_to_contain_text("bewaard")
    expect(page.locator(FIELD)).to_have_value(TEXT)
    assert violations(page) == []
    assert overflow(page) <= 0
    page.context.set_offline(False)
    expect(page.locator(".draft--waits")).to_have_count(0)
    assert (Step if path == HOME else Words).objects.get().text == TEXT


def test_a_browser_of_some_years_ago_saves_as_well(samira, open_page):
    page = open_page(HOME, as_=samira)
    page.context.add_init_script("delete AbortSignal.timeout")
    page.goto(WORDS)
    save(page, TEXT)
    expect(page.locator("#toasts")).to_contain_text("Genoteerd")
    assert Words.objects.get().text == TEXT


def test_whoever_leaves_what_is_kept_nowhere_is_asked(samira, open_page):
    page = full(open_page(WORDS, as_=samira).context, WORDS)
    save_without_line(page, TEXT)
    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    expect(page.locator(FIELD)).to_have_value(TEXT)


@pytest.mark.parametrize("path", [HOME, WORDS])
def test_a_browser_that_keeps_nothing_finds_it_again_after_signing_in(
    samira, initiative, open_page, path
):
    samira.person.set_password(PASSWORD)
    samira.person.save()
    page = full(open_page(path, as_=samira).context, path)
    Session.objects.all().delete()
    save(page, TEXT)
    sign_in(page, samira)
    expect(page.locator(FIELD)).to_have_value(TEXT)


@pytest.mark.parametrize("days", [1, 3, 400])
def test_a_draft_from_a_day_to_come_is_of_today_and_grows_old(samira, open_page, days):
    page = open_page(WORDS, as_=samira, width=390)
    page.locator(FIELD).press_sequentially(TEXT)
    age(page, -days)
    page.reload()
    expect(page.locator(".draft")).to_contain_text("Je concept van vandaag staat er nog")
    age(page, 31)
    page.reload()
    expect(page.locator(FIELD)).to_have_value("")
    assert kept(page) == []


def test_what_waits_from_a_day_to_come_is_not_sent_by_itself(samira, open_page):
    page = open_page(WORDS, as_=samira, width=390)
    save_without_line(page, TEXT)
    age(page, -40)
    again = opened_again(page, WORDS)
    expect(again.locator(FIELD)).to_have_value(TEXT)
    expect(again.locator(".draft")).to_contain_text("Je concept van vandaag staat er nog")
    assert Words.objects.count() == 0


OTHER = "Hier is nu iemand anders ingelogd"


def becomes(page: Page, other) -> Page:
    """Somebody else signs in, in another tab."""
    page.context.clear_cookies()
    page.context.add_cookies([session_cookie(other, "/".join(page.url.split("/")[:3]))])
    return another_tab(page, HOME)


def test_what_was_typed_before_somebody_else_signed_in_is_told_of_truly(
    samira, omar, initiative, open_page
):
    page = open_page(WORDS, as_=samira, width=390)
    page.locator(FIELD).press_sequentially(TEXT)
    becomes(page, omar)
    line = page.locator("form .draft")
    expect(line).to_contain_text(OTHER)
    page.locator(FIELD).press_sequentially("!")
    page.locator(SAVE).first.click()
    toast = page.locator(".toast--error")
    expect(toast).to_contain_text(OTHER)
    expect(toast).not_to_contain_text("laad de pagina opnieuw")
    expect(page.locator(FIELD)).to_have_value(f"{TEXT}!")
    nothing_is_kept(page)
    assert Words.objects.count() == 0
    assert violations(page) == []
    assert overflow(page) <= 0


def test_what_waits_while_somebody_else_signs_in_promises_nothing(samira, omar, open_page):
    page = open_page(HOME, as_=samira, width=390)
    page.goto(WORDS)
    page.route("**/listening/new/", lambda route: route.abort("internetdisconnected"))
    save(page, TEXT)
    expect(page.locator("form .draft--waits")).to_be_visible()
    becomes(page, omar)
    expect(page.locator("form .draft")).to_contain_text(OTHER)
    expect(page.locator(".draft--waits")).to_have_count(0)
    button = page.locator(SAVE).first
    with page.expect_event("requestfailed"):
        button.click()
    expect(button).not_to_have_attribute("aria-disabled", "true")
    expect(page.locator("form .draft")).to_contain_text(OTHER)
    expect(page.locator(".draft--waits")).to_have_count(0)
    nothing_is_kept(page)


def test_without_storage_the_server_tells_that_somebody_else_is_signed_in(samira, omar, open_page):
    page = full(open_page(WORDS, as_=samira).context, WORDS)
    page.locator(FIELD).press_sequentially(TEXT)
    becomes(page, omar)
    page.locator(SAVE).first.click()
    expect(page.locator(".toast--error")).to_contain_text(OTHER)
    expect(page.locator(FIELD)).to_have_value(TEXT)
