"""What came between a press and its answer is neither lost nor sent unpressed: more letters, a tick, a no, another tab."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from backend.initiatives.models import Step
from backend.listening.models import Words
from backend.messaging.selectors import preference_of
from tests.browser.typed import (
    FIELD,
    HOME,
    SAVE,
    TEXT,
    WORDS,
    SlowLine,
    another_tab,
    goes_without_the_words,
    is_post,
    kept,
    nothing_is_kept,
    opened_again,
    save,
    save_without_line,
    type_step,
)
from tests.photos.factories import picture

pytestmark = pytest.mark.django_db(transaction=True)
MORE = " En een tweede."
MAIL = "/o/deplas/me/mail/"


def pressed(page: Page, path: str, text: str = TEXT) -> SlowLine:
    """Typed and pressed; no answer comes yet."""
    line = SlowLine(page, is_post)
    with page.expect_request(is_post):
        save(page, text)
    assert page.url.endswith(path)
    return line


def goes_by_itself(page: Page, path: str) -> tuple[SlowLine, Page]:
    """What waited for the line leaves from a page that is opened anew; no answer comes yet."""
    line = SlowLine(page.context, is_post)
    with page.context.expect_event("request", is_post):
        page = opened_again(page, path)
    return line, page


def step_that_waits(context: BrowserContext) -> Page:
    """A step that was pressed where only forms have no line."""

    def cut(route: Route) -> None:
        route.abort("internetdisconnected") if is_post(route.request) else route.continue_()

    context.set_offline(False)
    context.route("**/*", cut)
    page = context.new_page()
    page.goto(HOME)
    save(page, TEXT)
    expect(page.locator("form .draft--waits")).to_be_visible()
    context.unroute("**/*", cut)
    return page


def written_on_while_it_goes(page: Page, here: str, path: str) -> Page:
    """Another tab on `path`, in which the text was written on while this one, on `here`, sent it."""
    line, page = goes_by_itself(page, here)
    other = another_tab(page, path)
    other.locator(FIELD).press_sequentially(MORE)
    line.quicken()
    expect(page.locator("#toasts")).to_contain_text(TEXT)
    return other


@pytest.mark.parametrize("path", [HOME, WORDS])
def test_what_is_typed_on_while_a_form_is_refused_stays_in_it(samira, initiative, open_page, path):
    page = open_page(path, as_=samira, width=390)
    line = SlowLine(page, is_post)
    page.locator(FIELD).press_sequentially(TEXT)
    if path == WORDS:
        page.fill("[name=heard_on]", "")
    with page.expect_request(is_post):
        page.locator(SAVE).first.click()
    page.locator(FIELD).press_sequentially(MORE)
    line.quicken()
    expect(page.locator("main form [aria-invalid=true]").first).to_be_visible()
    expect(page.locator(FIELD)).to_have_value(TEXT + MORE)
    page.reload()
    expect(page.locator(FIELD)).to_have_value(TEXT + MORE)


def test_boxes_stay_ticked_where_something_else_was_chosen_meanwhile(samira, open_page):
    page = open_page(MAIL, as_=samira)
    line = SlowLine(page, is_post)
    page.get_by_label("Herinner me vriendelijk").uncheck()
    page.click("main form button.button")
    page.get_by_label("Geen mail").check()
    page.get_by_label("Herinner me vriendelijk").check()
    line.quicken()
    expect(page.locator("#toasts .toast")).to_contain_text("Opgeslagen")
    # What was chosen since stands there, to be saved as well; the rest is as it was saved.
    expect(page.locator("form .draft")).to_contain_text("concept")
    expect(page.get_by_label("Geen mail")).to_be_checked()
    expect(page.get_by_label("Herinner me vriendelijk")).to_be_checked()
    expect(page.locator("[name=help_mail]")).to_be_checked()
    page.click("main form button.button")
    expect(page.locator("form .draft")).to_have_count(0)
    assert preference_of(membership=samira).help_mail


@pytest.mark.parametrize("arrived", [False, True])
@pytest.mark.parametrize("path", [HOME, WORDS])
def test_half_a_sentence_typed_on_while_the_line_fails_is_not_sent(
    samira, initiative, open_page, path, arrived
):
    page = open_page(path, as_=samira, width=390)
    line = pressed(page, path)
    page.clock.install()
    page.locator(FIELD).press_sequentially(" En dan nog")
    route = line.asked.pop()
    if arrived:
        route.fetch()
    route.abort("internetdisconnected")
    expect(page.locator("form .draft")).to_contain_text("nog een keer op")
    page.clock.run_for(30_000)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.clock.run_for(1000)
    assert [one for one in line.asked if "/hints/" not in one.request.url] == []
    texts = (Step if path == HOME else Words).objects.values_list("text", flat=True)
    assert list(texts) == ([TEXT] if arrived else [])
    page.reload()
    expect(page.locator(FIELD)).to_have_value(f"{TEXT} En dan nog")


def test_what_goes_by_itself_and_is_refused_leaves_what_was_typed_on(samira, open_page):
    page = open_page(WORDS, as_=samira)
    page.fill("[name=heard_on]", "")
    save_without_line(page, TEXT)
    line, page = goes_by_itself(page, WORDS)
    page.locator(FIELD).press_sequentially(MORE)
    line.quicken()
    expect(page.locator("#toasts .toast--error")).to_contain_text("kon nog niet worden opgeslagen")
    page.reload()
    expect(page.locator(FIELD)).to_have_value(TEXT + MORE)
    expect(page.locator(".put-aside")).to_have_count(0)


def test_what_another_tab_types_on_while_this_one_sends_it_stays(samira, open_page):
    page = open_page(WORDS, as_=samira)
    save_without_line(page, TEXT)
    other = written_on_while_it_goes(page, HOME, WORDS)
    other.reload()
    expect(other.locator(FIELD)).to_have_value(TEXT + MORE)


def test_words_that_went_with_a_step_go_no_second_time_with_what_was_typed_on(
    samira, initiative, open_page
):
    page = open_page(HOME, as_=samira, width=390)
    page.locator("#step-form details summary").click()
    page.fill("[name=words_text]", "Ik snap die brief niet")
    save_without_line(page, TEXT)
    goes_without_the_words(written_on_while_it_goes(page, WORDS, HOME), TEXT + MORE)
    assert sorted(Step.objects.values_list("text", flat=True)) == [TEXT, TEXT + MORE]
    assert Words.objects.count() == 1


def test_what_is_fetched_into_the_form_while_another_text_goes_stays_whole(samira, open_page):
    page = open_page(WORDS, as_=samira)
    other = another_tab(page, WORDS)
    page.get_by_label("Iedereen").check()
    save_without_line(page, "Het eerste")
    other.get_by_label("Iedereen").check()
    other.locator(FIELD).press_sequentially("Het tweede")
    other.close()
    line, page = goes_by_itself(page, WORDS)
    page.get_by_role("button", name="Terug in het veld").click()
    expect(page.locator(FIELD)).to_have_value("Het tweede")
    line.quicken()
    expect(page.locator("#toasts")).to_contain_text("Het eerste")
    expect(page.locator(FIELD)).to_have_value("Het tweede")
    page.reload()
    expect(page.locator(FIELD)).to_have_value("Het tweede")
    expect(page.get_by_label("Iedereen")).to_be_checked()
    assert Words.objects.get().text == "Het eerste"


def test_what_is_not_to_be_sent_stays_while_the_one_before_it_goes(samira, initiative, open_page):
    page = open_page(WORDS, as_=samira)
    save_without_line(page, "Woorden")
    page.goto("about:blank")
    page = step_that_waits(page.context)
    line, page = goes_by_itself(page, HOME)
    page.locator("form .draft--waits").get_by_role("button", name="Niet versturen").click()
    line.quicken()
    expect(page.locator("#toasts")).to_contain_text("‘Woorden’ is verstuurd")
    page.evaluate("navigator.locks.request('stapsteen-waiting', () => 0)")
    expect(page.locator(FIELD)).to_have_value(TEXT)
    assert Words.objects.get().text == "Woorden"
    assert not Step.objects.exists()


def test_who_signs_out_while_the_line_fails_leaves_nothing_behind(samira, initiative, open_page):
    page = open_page(HOME, as_=samira)
    line = pressed(page, HOME)
    ended = "document.addEventListener('htmx:finally:request', () => console.log('ended'))"
    page.evaluate(ended)
    page.evaluate("document.querySelector('form[action*=logout]').requestSubmit()")
    nothing_is_kept(page)
    with page.expect_console_message(lambda message: message.text == "ended"):
        line.asked.pop(0).abort("internetdisconnected")
    line.quicken()
    expect(page).to_have_url(re.compile("/accounts/"))
    assert kept(page) == []


def test_a_photo_chosen_while_a_step_is_saved_is_of_the_next_one(samira, initiative, open_page):
    page = open_page(HOME, as_=samira, width=390)
    page.click(".step-form__more summary")
    line = pressed(page, HOME)
    photo = {"name": "meter.jpg", "mimeType": "image/jpeg", "buffer": picture().read()}
    page.set_input_files("input[name=photo]", photo)
    line.quicken()
    expect(page.locator("#latest")).to_contain_text(TEXT)
    expect(page.locator(FIELD)).to_have_value("")
    chosen = "document.querySelector('input[name=photo]').files.length"
    assert page.evaluate(chosen) == 1
    page.fill("input[name=photo_alt]", "Een meter")
    type_step(page, "De volgende")
    page.click("#step-save")
    expect(page.locator("#latest")).to_contain_text("De volgende")
    assert [step.photo is not None for step in Step.objects.order_by("pk")] == [False, True]
    expect(page.locator(FIELD)).to_have_value("")
    assert page.evaluate(chosen) == 0
