"""A customer's name is pointed out while it is written, before anybody reads it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from backend.initiatives.models import Step
from tests.browser.conftest import overflow, violations
from tests.initiatives.factories import start

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "Met mevrouw Jansen de brief gelezen"
SAID = "“Jansen” lijkt een naam."


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_name_is_pointed_out_at_the_field_and_saving_takes_one_press(samira, open_page, dark):
    initiative = start(samira)
    page = open_page("/o/deplas/", as_=samira, width=390, dark=dark)
    page.fill("textarea[name=text]", TEXT)
    hint = page.locator("#step-form .field__hint").first
    expect(hint).to_contain_text(SAID)
    assert violations(page) == []
    assert overflow(page) <= 0
    page.locator("label.kind:has([value=listened])").click()
    page.locator("#step-save").click()
    expect(page.locator("#toasts")).to_contain_text("Opgeslagen")
    expect(hint).to_be_hidden()
    assert Step.objects.get().text == TEXT
    assert initiative.steps.count() == 1


def test_a_name_that_is_taken_out_is_no_longer_asked_about(samira, open_page):
    page = open_page("/o/deplas/", as_=samira)
    page.fill("textarea[name=text]", TEXT)
    expect(page.locator("#step-form .field__hint").first).to_contain_text(SAID)
    page.fill("textarea[name=text]", "Met een klant de brief gelezen")
    expect(page.locator("#step-form .field__hint").first).to_be_hidden()


def test_without_script_it_is_asked_once(samira, open_page):
    start(samira)
    page = open_page("/o/deplas/steps/new/", as_=samira, script=False)
    page.fill("textarea[name=text]", TEXT)
    page.locator("label.kind:has([value=listened])").click()
    page.locator("#step-save").click()
    expect(page.locator(".field--invalid")).to_contain_text(SAID)
    expect(page.locator(".field--invalid")).to_contain_text("Toch bewaren?")
    expect(page.locator("textarea[name=text]")).to_have_value(TEXT)
    page.locator("#step-save").click()
    expect(page.locator("#toasts")).to_contain_text("Opgeslagen")
    assert Step.objects.get().text == TEXT
