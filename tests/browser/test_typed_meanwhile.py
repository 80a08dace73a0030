"""What somebody types or ticks while an answer is under way is in none, and stays."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from backend.initiatives.models import Step
from backend.listening.models import Words
from backend.organisations.models import Unit
from tests.browser.typed import (
    FIELD,
    HOME,
    SAVE,
    TEXT,
    WORDS,
    SlowLine,
    goes_without_the_words,
    is_post,
    kept,
    opened_again,
    save_without_line,
    type_step,
)
from tests.successes.factories import told

pytestmark = pytest.mark.django_db(transaction=True)
MORE = " En een tweede."


def test_a_step_is_written_on_while_it_is_being_saved(samira, initiative, open_page):
    page = open_page(HOME, as_=samira, width=390)
    line = SlowLine(page, is_post)
    page.locator("#step-form details summary").click()
    page.fill("[name=words_text]", "Ik snap die brief niet")
    type_step(page)
    with page.expect_request("**/steps/"):
        page.click("#step-save")
    page.locator(FIELD).press_sequentially(MORE)
    line.quicken()
    expect(page.locator("#latest")).to_contain_text(TEXT)
    expect(page.locator("#step-form .draft")).to_contain_text("concept")
    goes_without_the_words(page, TEXT + MORE)
    assert sorted(Step.objects.values_list("text", flat=True)) == [TEXT, TEXT + MORE]
    assert Words.objects.count() == 1


def test_words_are_written_on_while_they_are_being_saved(samira, initiative, open_page):
    page = open_page(WORDS, as_=samira)
    line = SlowLine(page, is_post)
    page.locator(FIELD).press_sequentially(TEXT)
    with page.expect_request(f"**{WORDS}"):
        page.locator(SAVE).first.click()
    page.locator(FIELD).press_sequentially(MORE)
    line.quicken()
    page.wait_for_url(lambda url: not url.endswith(WORDS))
    page.goto(WORDS)
    expect(page.locator(FIELD)).to_have_value(TEXT + MORE)
    page.locator(SAVE).first.click()
    page.wait_for_url(lambda url: not url.endswith(WORDS))
    assert Words.objects.count() == 2
    assert kept(page) == []


def test_what_waited_for_the_line_is_written_on_while_it_goes(samira, initiative, open_page):
    page = open_page(WORDS, as_=samira)
    save_without_line(page, TEXT)
    line = SlowLine(page.context, is_post)
    with page.context.expect_event("request", is_post):
        page = opened_again(page, WORDS)
    page.locator(FIELD).press_sequentially(MORE)
    line.quicken()
    expect(page.locator("#toasts")).to_contain_text(TEXT)
    expect(page.locator(FIELD)).to_have_value(TEXT + MORE)
    page.locator(SAVE).first.click()
    page.wait_for_url(lambda url: not url.endswith(WORDS))
    assert Words.objects.count() == 2


def test_a_team_is_ticked_while_another_one_is_looked_for(samira, organisation, open_page):
    Unit.objects.bulk_create(Unit(organisation=organisation, name=f"Ploeg {n}") for n in range(80))
    path = reverse("successes:announcement_request", args=["deplas", told(samira).uid])
    page = open_page(path, as_=samira)
    page.get_by_label("Teams die ik kies").check()
    page.fill("#find", "Ploeg 7")
    found = page.locator("#found-teams")
    expect(found.get_by_label("Ploeg 77")).to_be_visible()
    line = SlowLine(page, lambda request: "find=" in request.url)
    with page.expect_request("**/*find=*"):
        page.fill("#find", "Ploeg 66")
    found.get_by_label("Ploeg 77").check()
    line.quicken()
    expect(found.get_by_label("Ploeg 66")).to_be_visible()
    expect(page.get_by_label("Gekozen tot nu toe").get_by_label("Ploeg 77")).to_be_checked()
