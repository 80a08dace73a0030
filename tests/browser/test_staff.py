"""Omar reads what goes well around him, and claps."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from backend.organisations.models import Membership
from backend.successes.models import Success
from tests.acting import by
from tests.browser.conftest import followed, overflow, rests, violations
from tests.successes.factories import SAID, announced, told

pytestmark = pytest.mark.django_db(transaction=True)
FEED = "/o/deplas/successes/"


def test_from_the_feed_to_a_story_and_one_click_of_applause(samira, omar, open_page):
    told(samira)
    page = open_page(FEED, as_=omar, width=390)
    followed(page.get_by_role("link", name="Meterstand via foto"))
    expect(page.get_by_text(SAID).first).to_be_visible()
    page.get_by_role("button", name="Ik klap mee").click()
    done = page.get_by_role("button", name="Je klapt mee · 1")
    expect(done).to_be_focused()
    page.get_by_role("button", name="Ongedaan maken").press("Enter")
    expect(page.get_by_role("button", name="Ik klap mee")).to_be_visible()
    assert Success.objects.get().applause_count == 0


def test_a_double_click_is_one_clap(samira, omar, open_page):
    success = told(samira)
    page = open_page(f"{FEED}{success.uid}/", as_=omar)
    page.locator("#applause-button").dblclick()
    expect(page.get_by_role("button", name="Je klapt mee · 1")).to_be_visible()
    rests(page)
    success.refresh_from_db()
    assert success.applause_count == success.applause.count() == 1


def test_clapping_works_without_script(samira, omar, open_page):
    success = told(samira)
    page = open_page(f"{FEED}{success.uid}/", as_=omar, script=False)
    page.get_by_role("button", name="Ik klap mee").click()
    expect(page.get_by_role("button", name="Je klapt mee")).to_be_visible()
    success.refresh_from_db()
    assert success.applause_count == 1


def test_the_steps_are_read_in_words_by_keyboard(samira, omar, open_page):
    page = open_page(f"{FEED}{told(samira).uid}/", as_=omar)
    page.get_by_text("Stap voor stap, in woorden").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("In drie meterkasten gekeken", exact=True)).to_be_visible()


def test_news_is_counted_in_the_header_until_it_is_read(samira, omar, open_page):
    Membership.objects.update(news_read_at=timezone.now() - timedelta(days=1))
    announced(by(samira, at=timezone.now() - timedelta(minutes=2)))
    page = open_page("/o/deplas/news/", as_=omar)
    dot = page.locator("#news-dot")
    expect(dot).to_have_count(1)
    page.get_by_role("button", name="Ik heb het gelezen").click()
    expect(page.get_by_text("Gemarkeerd als gelezen.")).to_be_visible()
    expect(dot).to_have_count(0)


@pytest.mark.long
@pytest.mark.parametrize("dark", [False, True])
def test_nothing_on_these_pages_shuts_anybody_out(samira, omar, open_page, dark):
    success = told(samira, title="Een foto is genoeg, " * 5)
    announced(by(samira, at=timezone.now() - timedelta(minutes=2)))
    paths = (FEED, f"{FEED}?show=lessons", f"{FEED}{success.uid}/", "/o/deplas/news/")
    for path in paths:
        for width in (320, 1280):
            page = open_page(path, as_=omar, width=width, dark=dark)
            assert violations(page) == [], path
            assert overflow(page) <= 0, (path, width)
