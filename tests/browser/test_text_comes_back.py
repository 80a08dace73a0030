"""What was saved comes back where it belongs: after an undo, by the browser's way back, once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from backend.initiatives.models import Step
from backend.listening.models import Words
from tests.browser.conftest import followed, overflow, violations
from tests.browser.typed import FIELD, HOME, SAVE, WORDS, another_tab, heard, save

pytestmark = pytest.mark.django_db(transaction=True)


def log_step(page: Page, text: str) -> None:
    save(page, text)
    expect(page.locator(".toast__undo")).to_be_visible()
    expect(page.locator(FIELD)).to_have_value("")


def test_a_step_undone_beside_half_a_sentence_stands_above_it(samira, initiative, open_page):
    page = open_page(HOME, as_=samira, width=390)
    log_step(page, "De eerste stap")
    page.locator(FIELD).press_sequentially("Half nieuw")
    page.click(".toast__undo")
    aside = page.locator(".put-aside li")
    expect(aside).to_contain_text("De eerste stap · niet verstuurd")
    expect(page.locator(FIELD)).to_have_value("Half nieuw")
    assert violations(page) == []
    assert overflow(page) <= 0
    aside.get_by_role("button", name="Terug in het veld").click()
    expect(page.locator(FIELD)).to_have_value("De eerste stap")
    expect(page.locator("[name=kind][value=tried]")).to_be_checked()
    expect(aside).to_contain_text("Half nieuw")
    page.click("#step-save")
    expect(page.locator("#latest")).to_contain_text("De eerste stap")
    assert Step.objects.filter(removed_at=None).count() == 1


def test_an_undo_that_is_undone_takes_the_text_above_away_again(samira, initiative, open_page):
    page = open_page(HOME, as_=samira, width=390)
    log_step(page, "De eerste stap")
    page.locator(FIELD).press_sequentially("Half nieuw")
    page.click(".toast__undo")
    expect(page.locator(".put-aside li")).to_have_count(1)
    page.locator(".toast", has_text="Weggehaald.").locator(".toast__undo").click()
    expect(page.locator(".put-aside li")).to_have_count(0)
    expect(page.locator(FIELD)).to_have_value("Half nieuw")
    assert Step.objects.get(removed_at=None).text == "De eerste stap"


def test_words_undone_elsewhere_leave_a_draft_of_other_words_alone(samira, open_page):
    page = open_page(WORDS, as_=samira, width=390)
    with page.expect_navigation():
        save(page, "Eerst dit")
    expect(page.locator(".toast__undo")).to_be_visible()
    other = another_tab(page, WORDS)
    other.locator(FIELD).press_sequentially("Toen dat")
    heard(page, "Toen dat")
    page.locator(".toast__undo").click()
    expect(page.locator(".toast")).to_contain_text("Teruggenomen")
    page.goto(WORDS)
    expect(page.locator(FIELD)).to_have_value("Toen dat")
    expect(page.locator(".put-aside li")).to_contain_text("Eerst dit")


def save_and_go_back(page: Page, text: str) -> None:
    with page.expect_navigation():
        save(page, text)
    page.go_back()


def test_by_the_way_back_what_was_saved_says_so_and_is_saved_once(samira, open_page):
    page = open_page(WORDS, as_=samira, width=390)
    save_and_go_back(page, "Eén keer is genoeg")
    expect(page.locator(FIELD)).to_have_value("Eén keer is genoeg")
    line = page.locator("form .draft")
    expect(line).to_contain_text("‘Eén keer is genoeg’ is al opgeslagen.")
    assert violations(page) == []
    followed(page.locator(SAVE))
    assert Words.objects.count() == 1
    # Changed, it is something else.
    page.go_back()
    expect(line).to_be_visible()
    page.locator(FIELD).press_sequentially(", of toch niet")
    expect(line).to_have_count(0)
    followed(page.locator(SAVE))
    assert Words.objects.count() == 2


def test_by_the_way_back_what_was_saved_can_be_thrown_away(samira, open_page):
    page = open_page(WORDS, as_=samira, width=390)
    save_and_go_back(page, "Al opgeslagen")
    page.locator("form .draft").get_by_role("button", name="Weggooien").click()
    expect(page.locator(FIELD)).to_have_value("")
    expect(page.locator("form .draft")).to_have_count(0)
