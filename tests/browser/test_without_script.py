"""Nothing needs script: forms do the same, a page at a time, and can be taken back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from backend.initiatives.models import CheckIn, Initiative, Stage, Step
from backend.successes.models import Applause, Success
from tests import conftest
from tests.acting import by
from tests.browser.conftest import followed
from tests.initiatives.factories import log, start
from tests.photos.factories import picture
from tests.successes.factories import told

pytestmark = pytest.mark.django_db(transaction=True)
HOME = "/o/deplas/"
BOARD = "/o/deplas/board/"
TEXT = "Met drie klanten de nieuwe brief gelezen"


@pytest.fixture
def team(organisation, unit, samira):
    """Five more in Samira's team, so that it may be shown."""
    return [conftest.member(organisation, unit, f"Collega{n} X") for n in range(5)]


def test_a_step_is_logged_and_undone(samira, open_page):
    start(samira)
    page = open_page(HOME, as_=samira, width=390, script=False)
    page.fill("textarea[name=text]", TEXT)
    page.click("label.kind:has([value=listened])")
    page.click("#step-save")
    expect(page.locator("#latest")).to_contain_text(TEXT)
    followed(page.locator(".toast").get_by_role("button", name="Ongedaan maken"))
    expect(page.locator("main")).not_to_contain_text(TEXT)
    assert Step.objects.get(text=TEXT).removed_at is not None


def test_a_refused_step_says_why_and_keeps_what_was_typed(samira, open_page):
    page = open_page(HOME, as_=samira, width=390, script=False)
    page.fill("textarea[name=text]", TEXT)
    page.click("#step-save")
    expect(page.locator(".form-errors")).to_be_visible()
    expect(page.locator("textarea[name=text]")).to_have_value(TEXT)


def test_a_refused_step_keeps_its_photo(samira, open_page, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    page = open_page(HOME, as_=samira, width=390, script=False)
    page.fill("textarea[name=text]", TEXT)
    page.click(".step-form__more summary")
    photo = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": picture().read()}
    page.set_input_files("input[name=photo]", photo)
    page.click("#step-save")
    expect(page.get_by_text("Deze foto gaat mee.")).to_be_visible()
    page.fill("input[name=photo_alt]", "Een meterkast")
    page.click("label.kind:has([value=listened])")
    page.click("#step-save")
    expect(page.locator(".toast")).to_be_visible()
    assert Step.objects.get().photo.alt == "Een meterkast"


def test_a_check_in_is_answered_and_undone(samira, open_page):
    start(by(samira, silent=True, at=timezone.now() - timedelta(days=15)))
    page = open_page(HOME, as_=samira, width=390, script=False)
    page.get_by_role("button", name="Gaat goed").click()
    expect(page.locator(".toast")).to_contain_text("Fijn om te horen")
    page.locator(".toast").get_by_role("button", name="Ongedaan maken").click()
    expect(page.get_by_role("button", name="Gaat goed")).to_be_visible()
    assert CheckIn.objects.get().undone_at is not None


def test_who_is_stuck_says_where(samira, open_page):
    quiet = start(by(samira, silent=True, at=timezone.now() - timedelta(days=15)))
    page = open_page(HOME, as_=samira, width=390, script=False)
    row = page.locator(f"#quiet-{quiet.uid}")
    row.locator("summary").click()
    row.locator("textarea").fill("Juridisch zegt nee")
    row.get_by_role("button", name="Opslaan").click()
    expect(page.locator(".toast")).to_be_visible()
    assert CheckIn.objects.get().sentence == "Juridisch zegt nee"


def test_an_initiative_is_finished_told_and_untold(samira, open_page):
    initiative = start(samira)
    log(samira, initiative)
    page = open_page(f"/o/deplas/initiatives/{initiative.uid}/finish/", as_=samira, script=False)
    page.get_by_role("textbox").first.fill("Ook jonge mensen kiezen de foto")
    page.locator("main form").get_by_role("button").first.click()
    expect(page).to_have_url(re.compile("/tell/"))
    assert Initiative.objects.get().stage == Stage.DONE
    page.get_by_label("Titel").fill("Een foto is genoeg")
    page.get_by_role("button", name="Vertel dit succes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wie mag het horen?")
    assert Success.objects.get().told_at is not None
    page.locator(".toast").get_by_role("button", name="Ongedaan maken").click()
    expect(page.get_by_role("button", name="Vertel dit succes")).to_be_visible()
    assert Success.objects.get().told_at is None


def test_applause_is_given_and_taken_back(samira, omar, open_page):
    success = told(samira)
    page = open_page(f"/o/deplas/successes/{success.uid}/", as_=omar, script=False)
    page.get_by_role("button", name="Ik klap mee").click()
    expect(page.get_by_role("button", name="Je klapt mee")).to_be_visible()
    assert Applause.objects.count() == 1
    page.get_by_role("button", name="Ongedaan maken").first.click()
    expect(page.get_by_role("button", name="Ik klap mee")).to_be_visible()
    assert Applause.objects.count() == 0


def test_the_board_is_read_to_the_steps_behind_it(samira, petra, team, open_page):
    told(samira)
    page = open_page(BOARD, as_=petra, width=1440, script=False)
    page.get_by_role("link", name="De oversteek als tabel").click()
    expect(page.locator(".weeks tbody tr").first).to_be_visible()
    page.get_by_role("link", name="Terug naar voortgang").click()
    page.locator("a.tile").first.click()
    page.locator(".lead a").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 stappen")
