"""Samira between two meetings: her phone, three taps, and what waits for her."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override
from playwright.sync_api import Page, expect

from backend.initiatives import services
from backend.initiatives.models import CheckIn, Initiative, Step
from tests.acting import by
from tests.browser.conftest import overflow, violations
from tests.browser.typed import look_for
from tests.initiatives.factories import log, start
from tests.photos.factories import picture

pytestmark = pytest.mark.django_db(transaction=True)
HOME = "/o/deplas/"
TEXT = "Samen met een klant de nieuwe brief gelezen"


@pytest.fixture
def initiative(samira) -> Initiative:
    """One with four stones, a planned one and words."""
    found = start(samira, title="Brief in gewone taal")
    for kind in ("listened", "listened", "tried", "changed"):
        log(samira, found, kind=kind, label="drie klanten")
    log(samira, found, planned_on=samira.organisation.today() + timedelta(days=3))
    log(samira, found, words_text="Ik heb de brief twee keer gelezen.", said_by="een klant van 71")
    return found


@pytest.fixture
def quiet(samira) -> Initiative:
    return start(
        by(samira, silent=True, at=timezone.now() - timedelta(days=15)),
        title="Zelf een monteur kiezen",
    )


def page_of(name: str, initiative: Initiative) -> str:
    return reverse(f"initiatives:{name}", args=["deplas", initiative.uid])


class Taps:
    """Counts every tap on the page; typing is free."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def on(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.count += 1


def test_from_the_opened_page_to_a_saved_step_takes_three_taps(samira, initiative, open_page):
    page = open_page(HOME, as_=samira, width=390)
    taps = Taps(page)
    taps.on("textarea[name=text]")
    page.keyboard.type(TEXT)
    taps.on("label.kind:has([value=listened])")
    taps.on("#step-save")
    expect(page.locator("#toasts")).to_contain_text("Brief in gewone taal")
    assert taps.count <= 3
    step = Step.objects.get(text=TEXT)
    assert (step.kind, step.initiative) == ("listened", initiative)


def test_the_saved_step_drops_into_place_without_a_page_load_and_can_be_undone(
    samira, initiative, open_page
):
    page = open_page(HOME, as_=samira, width=390)
    page.evaluate("window.stayed = true")
    expect(page.locator(".own-stones__sentence")).to_have_text(
        re.compile("Vijf stappen gezet sinds .*, nog één gepland")
    )
    page.fill("textarea[name=text]", TEXT)
    page.click("label.kind:has([value=tried])")
    page.click("#step-save")
    expect(page.locator(".own-stones__sentence")).to_have_text(
        re.compile("Zes stappen gezet sinds .*, nog één gepland")
    )
    expect(page.locator("#stones .stone--new")).to_have_count(1)
    expect(page.locator("#latest")).to_contain_text(TEXT)
    expect(page.locator("textarea[name=text]")).to_have_value("")
    page.click(".toast__undo")
    expect(page.locator(".own-stones__sentence")).to_have_text(
        re.compile("Vijf stappen gezet sinds .*, nog één gepland")
    )
    assert page.evaluate("window.stayed")
    assert Step.objects.get(text=TEXT).removed_at is not None


def test_what_was_typed_for_a_step_taken_back_stands_in_the_field_again(
    samira, initiative, open_page
):
    page = open_page(HOME, as_=samira, width=390)
    page.fill("textarea[name=text]", TEXT)
    page.click("label.kind:has([value=tried])")
    page.click(".step-form__more summary")
    page.fill("[name=words_text]", "Nu snap ik het.")
    yesterday = samira.organisation.today() - timedelta(days=1)
    day, shown = page.locator("[name=day]"), page.locator("[data-shows=day]")
    day.fill("")
    expect(shown).to_have_text("nog geen dag")
    day.fill(yesterday.isoformat())
    page.click("#step-save")
    expect(page.locator("textarea[name=text]")).to_have_value("")
    expect(shown).to_have_text("vandaag")
    page.click(".toast__undo")
    expect(page.locator("textarea[name=text]")).to_have_value(TEXT)
    expect(day).to_have_value(yesterday.isoformat())
    with override("nl"):
        expect(shown).to_have_text(date_format(yesterday, "j F"))
    expect(page.locator("[name=kind][value=tried]")).to_be_checked()
    expect(page.locator("[name=words_text]")).to_have_value("Nu snap ik het.")
    # Put back after all: there is nothing left to save twice.
    page.locator(".toast", has_text="Weggehaald").locator(".toast__undo").click()
    expect(page.locator("textarea[name=text]")).to_have_value("")
    assert Step.objects.get(text=TEXT).removed_at is None


def test_a_step_put_right_after_its_undo_stays_in_the_initiative_that_began_with_it(
    samira, open_page
):
    page = open_page(HOME, as_=samira, width=390)
    page.fill("textarea[name=text]", TEXT)
    page.click("label.kind:has([value=tried])")
    page.click("#step-save")
    page.click(".toast__undo")
    expect(page.locator("textarea[name=text]")).to_have_value(TEXT)
    page.fill("textarea[name=text]", f"{TEXT}, nu goed")
    page.click("#step-save")
    expect(page.locator("textarea[name=text]")).to_have_value("")
    assert Initiative.objects.count() == 1


def test_what_was_said_in_an_answer_taken_back_stands_in_its_field_again(samira, quiet, open_page):
    page = open_page(HOME, as_=samira, width=390)
    page.locator("#waiting summary", has_text="Ik zit vast").click()
    page.fill("#waiting textarea", "Juridisch antwoordt niet.")
    page.locator("#waiting .answers__stuck button").click()
    page.locator(".toast", has_text="Genoteerd").locator(".toast__undo").click()
    expect(page.locator("#waiting textarea")).to_be_visible()
    expect(page.locator("#waiting textarea")).to_have_value("Juridisch antwoordt niet.")


def test_a_refused_step_keeps_what_was_typed_and_the_photo_that_was_chosen(
    samira, initiative, open_page, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    page = open_page(HOME, as_=samira, width=390)
    page.fill("textarea[name=text]", TEXT)
    page.click(".step-form__more summary")
    page.set_input_files(
        "input[name=photo]",
        {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": picture().read()},
    )
    page.click("#step-save")
    expect(page.locator(".form-errors")).to_be_focused()
    expect(page.locator("textarea[name=text]")).to_have_value(TEXT)
    assert page.evaluate("document.querySelector('input[name=photo]').files.length") == 1
    page.fill("input[name=photo_alt]", "Een meterkast")
    page.click("label.kind:has([value=tried])")
    page.click("#step-save")
    expect(page.locator("#latest")).to_contain_text(TEXT)
    assert Step.objects.get(text=TEXT).photo.alt == "Een meterkast"
    # The form that was refused is gone, with its errors and all that was typed in it.
    expect(page.locator(".form-errors, .field__error, [aria-invalid]")).to_have_count(0)
    expect(page.locator("textarea[name=text]")).to_have_value("")
    expect(page.locator("textarea[name=text]")).to_be_visible()


def test_who_said_it_is_asked_once_there_are_words(samira, initiative, open_page):
    page = open_page(HOME, as_=samira, width=390)
    page.click(".step-form__more summary")
    expect(page.locator("[name=said_by]")).to_be_hidden()
    page.fill("[name=words_text]", "Nu snap ik het.")
    expect(page.locator("[name=said_by]")).to_be_visible()
    expect(page.locator("[name=consent]")).to_have_value("a_team")


def test_what_is_chosen_is_named_under_the_field(samira, initiative, quiet, open_page):
    page = open_page(HOME, as_=samira, width=390)
    named = page.locator("[data-shows=initiative]")
    expect(named).to_have_text("Brief in gewone taal")
    page.click(".step-form__more summary")
    page.select_option("[name=initiative]", label="Zelf een monteur kiezen")
    expect(named).to_have_text("Zelf een monteur kiezen")
    page.fill("[name=day]", "2026-03-05")
    expect(page.locator("[data-shows=day]")).to_have_text("5 maart")


def test_a_check_in_is_answered_where_it_stands_and_taken_back(samira, quiet, open_page):
    page = open_page(HOME, as_=samira, width=390)
    row = page.locator(f"#quiet-{quiet.uid}")
    expect(row).to_contain_text("Twee weken niets gehoord")
    row.get_by_role("button", name="Gaat goed").click()
    expect(row).to_have_count(0)
    expect(page.locator("#waiting-title")).to_be_focused()
    page.click(".toast__undo")
    expect(row).to_have_count(1)
    assert CheckIn.objects.get().undone_at is not None


def test_who_is_stuck_writes_one_sentence(samira, quiet, open_page):
    page = open_page(HOME, as_=samira, width=390)
    row = page.locator(f"#quiet-{quiet.uid}")
    row.locator("summary").click()
    row.get_by_role("button", name="Opslaan").click()
    expect(row.locator("textarea")).to_have_attribute("aria-invalid", "true")
    row.locator("textarea").fill("Juridisch zegt nee")
    row.get_by_role("button", name="Opslaan").click()
    expect(row).to_have_count(0)
    assert CheckIn.objects.get().sentence == "Juridisch zegt nee"


def test_a_planned_step_past_its_day_is_done_or_gets_another_day(samira, open_page):
    yesterday = samira.organisation.today() - timedelta(days=1)
    step = log(by(samira, silent=True), start(samira), planned_on=yesterday)
    page = open_page(HOME, as_=samira, width=390)
    row = page.locator(f"#planned-{step.uid}")
    row.get_by_role("button", name="Vandaag gedaan").click()
    expect(row).to_have_count(0)
    page.click(".toast__undo")
    expect(row).to_have_count(1)
    row.locator("summary", has_text="Andere dag").click()
    row.get_by_role("button", name="Plannen").click()
    expect(row).to_have_count(0)
    step.refresh_from_db()
    assert step.planned_on == samira.organisation.today()


def test_a_text_is_changed_in_place_and_two_editors_see_both(samira, mieke, initiative, open_page):
    page = open_page(page_of("initiative_detail", initiative), as_=samira)
    page.click("#said-expectation a")
    page.fill("#said-expectation textarea", "Wat ik typ")
    services.initiative_change(
        act=by(mieke), initiative=initiative, version=1, expectation="Wat Mieke schreef"
    )
    page.get_by_role("button", name="Opslaan", exact=True).click()
    expect(page.locator("#said-expectation")).to_contain_text("Wat Mieke schreef")
    expect(page.locator("#said-expectation textarea")).to_have_value("Wat ik typ")
    page.get_by_role("button", name="Opslaan", exact=True).click()
    expect(page.locator("#said-expectation .editable__value")).to_have_text("Wat ik typ")
    initiative.refresh_from_db()
    assert initiative.expectation == "Wat ik typ"


# How high each link is to a thumb: from where a touch begins to reach it until where it ends.
REACH = """() => [...document.querySelectorAll('.row__title a, .row__note a, .row__link, .timeline__when a')].map(link => {
  link.scrollIntoView({block: 'center'})
  const box = link.getBoundingClientRect(), x = box.left + 8, y = box.top + 12
  const hits = at => document.elementFromPoint(x, at)?.closest('a') === link
  let above = 0, below = 0
  while (above < 99 && hits(y - above - 1)) above += 1
  while (below < 99 && hits(y + below + 1)) below += 1
  return above + below + 1
})"""


def test_links_in_lists_are_high_enough_for_a_thumb(samira, joost, initiative, open_page):
    log(samira, initiative, text="Kort")
    log(samira, initiative, planned_on=samira.organisation.today() + timedelta(days=2))
    services.team_join(act=by(joost), initiative=initiative, membership=joost)
    page = open_page(HOME, as_=samira, width=390)
    for address in (
        HOME,
        PAGES["list"],
        page_of("initiative_detail", initiative),
        "/o/deplas/news/",
    ):
        page.goto(address)
        reach = page.evaluate(REACH)
        assert reach, address
        assert (address, min(reach)) >= (address, 44)


def test_a_new_title_stands_in_the_browsers_tab_at_once(samira, initiative, open_page):
    page = open_page(page_of("initiative_detail", initiative), as_=samira)
    page.click("#said-title a")
    page.fill("#said-title textarea, #said-title input[type=text]", "Foto’s <i> & meer")
    page.get_by_role("button", name="Opslaan", exact=True).click()
    expect(page).to_have_title("Foto’s <i> & meer – Stapsteen")
    page.click("#said-expectation a")
    page.fill("#said-expectation textarea", "Eén foto is genoeg")
    page.get_by_role("button", name="Opslaan", exact=True).click()
    expect(page.locator("#said-expectation .editable__value")).to_have_text("Eén foto is genoeg")
    expect(page).to_have_title("Foto’s <i> & meer – Stapsteen")


def test_a_step_logged_on_the_initiatives_page_lands_in_its_strip_and_timeline(
    samira, initiative, open_page
):
    page = open_page(page_of("initiative_detail", initiative), as_=samira)
    page.fill("textarea[name=text]", TEXT)
    page.click("label.kind:has([value=changed])")
    page.click("#step-save")
    expect(page.locator("#story")).to_contain_text(TEXT)
    expect(page.locator("#laid .own-stones__wide .stone--new")).to_have_count(1)
    assert Step.objects.get(text=TEXT).initiative == initiative


@pytest.mark.parametrize("width", [390, 1440])
def test_the_stones_of_an_initiative_are_seen_once_at_every_width(
    samira, initiative, open_page, width
):
    page = open_page(page_of("initiative_detail", initiative), as_=samira, width=width)
    expect(page.locator(".own-stones svg:visible")).to_have_count(1)


def test_without_script_a_step_is_logged_and_a_check_in_answered(samira, quiet, open_page):
    page = open_page(HOME, as_=samira, width=390, script=False)
    page.fill("textarea[name=text]", TEXT)
    page.click("label.kind:has([value=tried])")
    page.click("#step-save")
    expect(page.locator("#latest")).to_contain_text(TEXT)
    page.goto(HOME)
    Initiative.objects.update(touched_at=timezone.now() - timedelta(days=20))
    page.goto(HOME)
    page.get_by_role("button", name="Gaat goed").first.click()
    expect(page.locator(".toast")).to_contain_text("Fijn om te horen")
    assert CheckIn.objects.get().answer == "going_well"


PAGES = {
    "home": HOME,
    "step_new": "/o/deplas/steps/new/",
    "listening": "/o/deplas/listening/",
    "words_note": "/o/deplas/listening/new/",
    "list": "/o/deplas/initiatives/",
    "start": "/o/deplas/initiatives/new/",
}
OF_ONE = [
    "initiative_detail",
    "initiative_history",
    "initiative_finish",
    "initiative_stop",
    "check_in",
    "team_add",
]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_colleague_is_found_by_typing_and_added_with_one_press(
    samira, joost, initiative, open_page, script
):
    page = open_page(page_of("team_add", initiative), as_=samira, width=390, script=script)
    if script:
        look_for(page.get_by_label("Zoek een collega"), "wev")
    else:
        page.get_by_label("Zoek een collega").fill("wev")
        page.get_by_role("button", name="Zoek", exact=True).click()
    found = page.get_by_role("button", name="Voeg toe: Joost Wever Storing Zuid")
    expect(found).to_be_visible()
    if script:
        expect(page.get_by_label("Zoek een collega")).to_be_focused()
        expect(page.locator("main").get_by_role("status").first).to_have_text("1 collega gevonden")
        assert violations(page) == []
        page.keyboard.press("Tab")
        expect(found).to_be_focused()
    found.press("Enter")
    expect(page.locator("#team")).to_contain_text("Joost Wever")


@pytest.mark.long
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_a_small_phone(
    samira, joost, initiative, quiet, open_page, dark
):
    services.team_join(act=by(samira), initiative=initiative, membership=joost)
    log(
        by(samira, silent=True),
        initiative,
        planned_on=samira.organisation.today() - timedelta(days=1),
    )
    step = Step.objects.earliest("id")
    addresses = [*PAGES.values(), *(page_of(name, initiative) for name in OF_ONE)]
    addresses.append(reverse("initiatives:step_edit", args=["deplas", step.uid]))
    page = open_page(HOME, as_=samira, width=320, dark=dark)
    for address in addresses:
        page.goto(address)
        assert (address, overflow(page)) == (address, 0)
        assert (address, violations(page)) == (address, [])


def test_very_long_words_do_not_break_the_pages(samira, open_page):
    long = "Ziekenhuisverzekeringsmaatschappij" * 3
    found = start(samira, title=long)
    log(samira, found, text=long * 4, words_text=long * 20, said_by=long, label=long[:24])
    page = open_page(HOME, as_=samira, width=320)
    for address in (HOME, page_of("initiative_detail", found), PAGES["listening"], PAGES["list"]):
        page.goto(address)
        assert (address, overflow(page)) == (address, 0)
