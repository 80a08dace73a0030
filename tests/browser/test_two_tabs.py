"""The same form in two tabs: what is typed in one is never lost to the other."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from backend.initiatives.models import Step
from backend.listening.models import Words
from tests.browser.conftest import overflow, session_cookie, violations
from tests.browser.typed import (
    FIELD,
    HOME,
    SAVE,
    WORDS,
    SlowLine,
    another_tab,
    heard,
    is_post,
    nothing_is_kept,
    save,
    stop_trying,
)

pytestmark = pytest.mark.django_db(transaction=True)


def waits(page: Page) -> None:
    expect(page.locator("form .draft--waits")).to_contain_text("Geen verbinding")


@pytest.mark.parametrize("path", [HOME, WORDS])
def test_what_two_tabs_promised_to_send_goes_from_both(samira, initiative, open_page, path):
    page = open_page(path, as_=samira, width=390)
    other = another_tab(page, path)
    page.context.set_offline(True)
    save(page, "In het ene venster")
    waits(page)
    heard(other, "In het ene venster")
    save(other, "In het andere venster")
    waits(other)
    page.context.set_offline(False)
    for tab in (page, other):
        expect(tab.locator(".draft--waits")).to_have_count(0)
        expect(tab.locator(".put-aside")).to_have_count(0)
    nothing_is_kept(page)
    texts = (Step if path == HOME else Words).objects.values_list("text", flat=True)
    assert sorted(texts) == ["In het andere venster", "In het ene venster"]


@pytest.mark.parametrize("path", [HOME, WORDS])
def test_what_a_closed_tab_promised_to_send_goes_from_the_other(
    samira, initiative, open_page, path
):
    page = open_page(path, as_=samira, width=390)
    other = another_tab(page, path)
    page.context.set_offline(True)
    save(page, "In het gesloten venster")
    waits(page)
    heard(other, "In het gesloten venster")
    page.close()
    save(other, "In het open venster")
    waits(other)
    other.context.set_offline(False)
    expect(other.locator(".draft--waits")).to_have_count(0)
    nothing_is_kept(other)
    texts = (Step if path == HOME else Words).objects.values_list("text", flat=True)
    assert sorted(texts) == ["In het gesloten venster", "In het open venster"]


def test_a_tab_whose_text_was_sent_by_another_says_so(samira, open_page):
    page = open_page(WORDS, as_=samira, width=390)
    # Only the other tab has a line.
    page.route("**/listening/new/", lambda route: route.abort("internetdisconnected"))
    save(page, "Eén keer")
    waits(page)
    other = another_tab(page, HOME)
    expect(other.locator(".toast")).to_contain_text("‘Eén keer’ is verstuurd")
    expect(page.locator("form .draft")).to_contain_text("‘Eén keer’ is al opgeslagen.")
    expect(page.locator(FIELD)).to_have_value("")
    assert Words.objects.get().text == "Eén keer"
    nothing_is_kept(page)


def test_a_tab_that_tries_by_itself_at_that_moment_says_so_as_well(samira, open_page):
    page = open_page(WORDS, as_=samira, width=390)
    stop_trying(page)
    own = SlowLine(page, is_post)
    with page.expect_request(f"**{WORDS}"):
        save(page, "Eén keer")
    own.let_out().abort("internetdisconnected")
    again = page.get_by_role("button", name="Nu proberen")
    expect(again).to_be_visible()
    other = page.context.new_page()
    others = SlowLine(other, is_post)
    with other.expect_request(f"**{WORDS}"):
        other.goto(HOME)
    with page.expect_request(f"**{WORDS}"):
        again.click()
    others.quicken()
    expect(other.locator(".toast")).to_contain_text("‘Eén keer’ is verstuurd")
    own.let_out().abort("internetdisconnected")
    expect(again).to_be_visible()
    page.clock.run_for(1000)
    expect(page.locator("form .draft")).to_contain_text("‘Eén keer’ is al opgeslagen.")
    expect(page.locator(FIELD)).to_have_value("")
    assert Words.objects.get().text == "Eén keer"
    nothing_is_kept(other)


def test_a_tab_whose_text_was_thrown_away_in_another_promises_nothing(
    samira, initiative, open_page
):
    page = open_page(HOME, as_=samira, width=390)
    page.route("**/o/deplas/steps/", lambda route: route.abort("internetdisconnected"))
    stop_trying(page)
    save(page, "Toch maar niet")
    expect(page.locator("form .draft--waits")).to_be_visible()
    other = page.context.new_page()
    other.route("**/o/deplas/steps/", lambda route: route.abort("internetdisconnected"))
    other.goto(HOME)
    other.locator("form .draft--waits").get_by_role("button", name="Niet versturen").click()
    expect(page.locator("form .draft--waits")).to_have_count(0)
    page.clock.run_for(100)
    expect(page.locator("form .draft")).to_contain_text("Niet verstuurd. Je tekst staat er nog.")
    expect(page.locator(FIELD)).to_have_value("Toch maar niet")


def test_two_tabs_of_an_ended_session_each_find_their_own_text(samira, open_page, live_server):
    page = open_page(WORDS, as_=samira, width=390)
    other = another_tab(page, WORDS)
    page.locator(FIELD).press_sequentially("Van het ene")
    heard(other, "Van het ene")
    other.locator(FIELD).press_sequentially("Van het andere")
    Session.objects.all().delete()
    for tab in (page, other):
        tab.click(SAVE)
        expect(tab).to_have_url(re.compile("/accounts/login/"))
    page.context.add_cookies([session_cookie(samira, live_server.url)])
    page.goto(WORDS)
    other.goto(WORDS)
    expect(page.locator(FIELD)).to_have_value("Van het ene")
    expect(other.locator(FIELD)).to_have_value("Van het andere")
    aside = other.locator(".put-aside li")
    expect(aside).to_contain_text("Van het ene · niet verstuurd")
    assert violations(other) == []
    assert overflow(other) <= 0
    # They change places, and nothing goes.
    page.close()
    aside.get_by_role("button", name="Terug in het veld").click()
    expect(other.locator(FIELD)).to_have_value("Van het ene")
    expect(aside).to_contain_text("Van het andere")
    other.reload()
    expect(other.locator(FIELD)).to_have_value("Van het ene")
    expect(aside).to_contain_text("Van het andere")
    aside.get_by_role("button", name="Weggooien").click()
    expect(aside).to_have_count(0)
    other.click(SAVE)
    expect(other).not_to_have_url(re.compile("/new/"))
    assert Words.objects.get().text == "Van het ene"
    nothing_is_kept(other)


def test_what_one_tab_saves_takes_nothing_from_another_that_was_closed(samira, open_page):
    page = open_page(WORDS, as_=samira, width=390)
    other = another_tab(page, WORDS)
    page.locator(FIELD).press_sequentially("Nog niet af")
    heard(other, "Nog niet af")
    other.locator(FIELD).press_sequentially("Wel af")
    other.click(SAVE)
    expect(other).not_to_have_url(re.compile("/new/"))
    page.close()
    other.goto(WORDS)
    expect(other.locator(FIELD)).to_have_value("Nog niet af")


def test_the_form_of_a_step_that_was_saved_stays_empty_beside_a_tab_with_half_a_sentence(
    samira, initiative, open_page
):
    page = open_page(HOME, as_=samira, width=390)
    other = another_tab(page, HOME)
    page.locator(FIELD).press_sequentially("Half af")
    save(other, "Wel af")
    expect(other.locator("#latest")).to_contain_text("Wel af")
    expect(other.locator(FIELD)).to_have_value("")
    expect(other.locator(".put-aside li")).to_contain_text("Half af")
    expect(page.locator(FIELD)).to_have_value("Half af")


def test_what_is_fetched_from_another_tab_is_what_stands_there_by_now(samira, open_page):
    page = open_page(WORDS, as_=samira, width=390)
    other = another_tab(page, WORDS)
    page.locator(FIELD).press_sequentially("Het ene")
    heard(other, "Het ene")
    other.locator(FIELD).press_sequentially("Het andere")
    heard(page, "Het andere")
    page.reload()
    aside = page.locator(".put-aside li")
    expect(aside).to_contain_text("Het andere")
    other.locator(FIELD).press_sequentially(", en meer")
    heard(page, "Het andere, en meer")
    other.close()
    aside.get_by_role("button", name="Terug in het veld").click()
    expect(page.locator(FIELD)).to_have_value("Het andere, en meer")
    expect(aside).to_contain_text("Het ene")
