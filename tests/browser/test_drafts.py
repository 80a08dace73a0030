"""Typed text is safe: at a dead line, in a closed tab, at another person's hands, after an undo."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Route, expect

from backend.initiatives.models import Step
from backend.listening.models import Words
from tests.browser.conftest import followed, overflow, session_cookie, violations
from tests.browser.typed import (
    HOME,
    PASSWORD,
    SAVE,
    TEXT,
    WORDS,
    SlowLine,
    age,
    is_post,
    kept,
    opened_again,
    save_without_line,
    stop_trying,
    type_step,
)
from tests.photos.factories import picture

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_step_that_cannot_be_sent_waits_visibly_and_goes_once(samira, initiative, open_page):
    page = open_page(HOME, as_=samira, width=390)
    page.context.set_offline(True)
    type_step(page)
    page.click("#step-save")
    waits = page.locator("#step-form .draft--waits")
    expect(waits).to_contain_text("Geen verbinding. Dit blijft hier bewaard")
    expect(page.locator("textarea[name=text]")).to_have_value(TEXT)
    assert violations(page) == []
    page.click("#step-save")
    expect(waits).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator("#latest")).to_contain_text(TEXT)
    expect(page.locator("textarea[name=text]")).to_have_value("")
    expect(waits).to_have_count(0)
    assert Step.objects.filter(text=TEXT).count() == 1
    assert kept(page) == []


def test_an_answer_that_got_lost_counts_once(samira, initiative, open_page):
    page = open_page(HOME, as_=samira, width=390)
    seen = []

    def lose(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        seen.append(route.request.url)
        if len(seen) == 1:
            route.fetch()  # the server has it; the answer never comes
            return route.abort("connectionreset")
        return route.continue_()

    page.route("**/o/deplas/steps/", lose)
    stop_trying(page)
    type_step(page)
    page.click("#step-save")
    page.get_by_role("button", name="Nu proberen").click()
    page.clock.resume()
    expect(page.locator("textarea[name=text]")).to_have_value("")
    assert len(seen) == 2
    assert Step.objects.filter(text=TEXT).count() == 1


def test_a_photo_has_the_time_that_a_slow_line_needs(
    samira, initiative, open_page, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    page = open_page(HOME, as_=samira, width=390)
    page.clock.install()
    line = SlowLine(page, is_post)
    type_step(page)
    page.click(".step-form__more summary")
    page.set_input_files(
        "input[name=photo]",
        {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": picture().read()},
    )
    page.fill("input[name=photo_alt]", "Een meterkast")
    with page.expect_request("**/o/deplas/steps/"):
        page.click("#step-save")
    page.clock.fast_forward(100_000)
    expect(page.locator("#step-form .draft--waits")).to_have_count(0)
    line.let_out().continue_()
    expect(page.locator("#latest")).to_contain_text(TEXT)
    assert Step.objects.get(text=TEXT).photo.alt == "Een meterkast"
    assert line.asked == []


def test_what_waits_in_a_tab_that_was_closed_goes_once_a_page_is_open_again(
    samira, initiative, open_page
):
    page = open_page(WORDS, as_=samira, width=390)
    save_without_line(page, TEXT)
    again = opened_again(page, HOME)
    sent = again.locator(".toast", has_text="Er is weer verbinding")
    expect(sent).to_contain_text(f"‘{TEXT}’ is verstuurd")
    assert Words.objects.get().text == TEXT
    assert kept(again) == []


def test_a_step_whose_answer_got_lost_counts_once_from_another_page_too(
    samira, initiative, open_page
):
    page = open_page(HOME, as_=samira, width=390)

    def lose(route: Route) -> None:
        route.fetch()  # the server has it; the answer never comes
        page.context.set_offline(True)
        route.abort("connectionreset")

    page.route("**/o/deplas/steps/", lose)
    type_step(page)
    page.click("#step-save")
    expect(page.locator("#step-form .draft--waits")).to_be_visible()
    again = opened_again(page, HOME)
    expect(again.locator(".toast", has_text="Er is weer verbinding")).to_be_visible()
    assert Step.objects.filter(text=TEXT).count() == 1


def test_what_waits_too_long_is_not_sent_by_itself_but_stands_in_its_form(samira, open_page):
    page = open_page(WORDS, as_=samira, width=390)
    save_without_line(page, TEXT)
    age(page, 4)
    again = opened_again(page, WORDS)
    expect(again.locator("textarea[name=text]")).to_have_value(TEXT)
    expect(again.locator(".draft")).to_contain_text("Je concept van")
    assert Words.objects.count() == 0


def test_half_a_sentence_that_was_changed_while_it_waited_is_not_sent(
    samira, initiative, open_page
):
    page = open_page(HOME, as_=samira, width=390)
    save_without_line(page, TEXT)
    page.locator("textarea[name=text]").press_sequentially(", en toen")
    expect(page.locator("#step-form .draft")).to_contain_text("Sla het nog een keer op")
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("textarea[name=text]")).to_have_value(f"{TEXT}, en toen")
    assert Step.objects.count() == 0


def test_what_waits_is_kept_and_told_while_one_is_signed_out(samira, open_page, live_server):
    page = open_page(WORDS, as_=samira, width=390)
    save_without_line(page, TEXT)
    Session.objects.all().delete()
    page.context.set_offline(False)
    expect(page).to_have_url(re.compile("/accounts/login/"))
    page.context.add_cookies([session_cookie(samira, live_server.url)])
    page.goto(WORDS)
    expect(page.locator("textarea[name=text]")).to_have_value(TEXT)


def test_a_draft_says_of_which_day_it_is_and_can_be_thrown_away_and_taken_back(samira, open_page):
    page = open_page(WORDS, as_=samira, width=390)
    page.locator("textarea[name=text]").press_sequentially(TEXT)
    age(page, 3)
    day = timezone.localtime() - timedelta(days=3)
    name = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"][
        day.weekday()
    ]
    page.reload()
    line = page.locator(".draft")
    expect(line).to_contain_text(f"Je concept van {name} staat er nog")
    assert line.get_attribute("role") == "status"
    assert violations(page) == []
    assert overflow(page) <= 0
    line.get_by_role("button", name="Weggooien").click()
    expect(page.locator("textarea[name=text]")).to_have_value("")
    expect(line).to_contain_text("Weggegooid.")
    line.get_by_role("button", name="Ongedaan maken").click()
    expect(page.locator("textarea[name=text]")).to_have_value(TEXT)
    line.get_by_role("button", name="Weggooien").click()
    page.reload()
    expect(page.locator("textarea[name=text]")).to_have_value("")
    expect(line).to_have_count(0)


def test_a_draft_from_last_year_is_not_there(samira, open_page):
    page = open_page(WORDS, as_=samira)
    page.locator("textarea[name=text]").press_sequentially(TEXT)
    age(page, 365)
    page.reload()
    expect(page.locator("textarea[name=text]")).to_have_value("")
    assert kept(page) == []


def test_the_next_person_at_this_screen_reads_nothing(samira, omar, open_page, live_server):
    page = open_page(WORDS, as_=samira)
    page.locator("textarea[name=text]").press_sequentially(TEXT)
    assert len(kept(page)) == 1
    assert str(samira.person.uid) in kept(page)[0]
    page.context.clear_cookies()
    page.context.add_cookies([session_cookie(omar, live_server.url)])
    page.goto(WORDS)
    expect(page.locator("textarea[name=text]")).to_have_value("")
    assert kept(page) == []


def test_giving_up_a_code_on_the_way_in_throws_nothing_away(samira, open_page):
    samira.person.set_password(PASSWORD)
    samira.person.save()
    page = open_page(WORDS, as_=samira, script=False)
    page.fill("textarea[name=text]", TEXT)
    Session.objects.all().delete()
    followed(page.locator(SAVE))
    page.fill("#id_code_email", samira.person.email)
    followed(page.locator("form:has(#id_code_email) button"))
    followed(page.get_by_role("button", name="Op een andere manier"))
    page.goto(f"/accounts/login/?next={WORDS}")
    page.locator("details:has(#id_password) summary").click()
    page.fill("#id_login", samira.person.email)
    page.fill("#id_password", PASSWORD)
    page.locator("form:has(#id_password) button").first.click()
    expect(page.locator("textarea[name=text]")).to_have_value(TEXT)
    page.locator(".draft").get_by_role("button", name="Weggooien").click()
    expect(page.locator("textarea[name=text]")).to_have_value("")


def test_a_step_undone_after_a_refusal_in_between_brings_its_text_back(
    samira, initiative, open_page
):
    page = open_page(HOME, as_=samira, width=390)
    page.fill("textarea[name=text]", TEXT)
    page.click("#step-save")
    expect(page.locator(".form-errors")).to_be_visible()
    page.click("label.kind:has([value=tried])")
    page.click("#step-save")
    expect(page.locator("#latest")).to_contain_text(TEXT)
    expect(page.locator("textarea[name=text]")).to_have_value("")
    page.click(".toast__undo")
    expect(page.locator("textarea[name=text]")).to_have_value(TEXT)
    expect(page.locator("[name=kind][value=tried]")).to_be_checked()
    expect(page.locator("#latest")).not_to_contain_text(TEXT)
    page.click("#step-save")
    expect(page.locator("#latest")).to_contain_text(TEXT)
    assert Step.objects.filter(text=TEXT, removed_at=None).count() == 1


def test_words_that_were_taken_back_stand_in_their_form_again(samira, open_page):
    page = open_page(WORDS, as_=samira)
    page.fill("textarea[name=text]", TEXT)
    followed(page.locator(SAVE))
    page.locator(".toast__undo").click()
    expect(page.locator(".toast")).to_contain_text("Teruggenomen")
    page.goto(WORDS)
    expect(page.locator("textarea[name=text]")).to_have_value(TEXT)


def test_a_second_tap_on_save_leaves_what_the_first_one_said(samira, initiative, open_page):
    page = open_page(HOME, as_=samira, width=390)
    # However slowly the tests go, all taps are of one moment.
    page.clock.set_fixed_time(timezone.now())
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(f"{asked.method} {asked.url}"))
    for taps in (2, 3):
        type_step(page, f"{TEXT} {taps}")
        page.locator("#step-save").click(click_count=taps, delay=40)
        expect(page.locator("#latest")).to_contain_text(f"{TEXT} {taps}")
        page.locator("#step-save").click()
        expect(page.locator(".form-errors")).to_have_count(0)
        page.click(".toast__undo")
        expect(page.locator("textarea[name=text]")).to_have_value(f"{TEXT} {taps}")
        page.fill("textarea[name=text]", "")
    assert len([one for one in sent if re.match("POST .*/o/deplas/steps/$", one)]) == 2
    assert Step.objects.count() == 2


def test_several_steps_wait_for_the_line_each_by_itself(samira, initiative, open_page):
    page = open_page(HOME, as_=samira, width=390)
    page.context.set_offline(True)
    aside = page.locator(".put-aside li")
    for number in (1, 2, 3):
        type_step(page, f"{TEXT} {number}")
        page.click("#step-save")
        expect(page.locator("#step-form .draft--waits")).to_contain_text("Geen verbinding")
        if number < 3:
            page.get_by_role("button", name="Nog een stap noteren").click()
            expect(page.locator("textarea[name=text]")).to_have_value("")
            expect(aside).to_have_count(number)
    expect(aside.first).to_contain_text(f"{TEXT} 1 · wacht op verbinding")
    assert violations(page) == []
    # The first one is looked at once more: it changes places with the third.
    aside.first.get_by_role("button", name="Terug in het veld").click()
    expect(page.locator("textarea[name=text]")).to_have_value(f"{TEXT} 1")
    expect(aside).to_have_count(2)
    aside.last.get_by_role("button", name="Weggooien").click()
    page.click("#step-save")
    expect(page.locator("#step-form .draft--waits")).to_contain_text("Geen verbinding")
    page.context.set_offline(False)
    expect(page.locator("#latest")).to_contain_text(f"{TEXT} 1")
    expect(page.locator("#latest")).to_contain_text(f"{TEXT} 2")
    expect(aside).to_have_count(0)
    assert sorted(Step.objects.values_list("text", flat=True)) == [f"{TEXT} 1", f"{TEXT} 2"]
