"""What comes back is no answer, is not ours, or breaks off: nothing of it is put into a page or told as one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Route, expect

from backend.initiatives.models import Step
from tests.acting import by
from tests.browser.typed import (
    HOME,
    PASSWORD,
    TEXT,
    WORDS,
    SlowLine,
    is_post,
    kept,
    sign_in,
    type_step,
)
from tests.initiatives.factories import log
from tests.successes.factories import told

pytestmark = pytest.mark.django_db(transaction=True)
# The head of an answer comes, and its text does not.
BREAKS_OFF_ONCE = """() => {
  const text = Response.prototype.text
  Response.prototype.text = function () {
    if (!this.url.endsWith("/steps/")) return text.call(this)
    Response.prototype.text = text
    return Promise.reject(new TypeError("network error"))
  }
}"""
FOREIGN = {
    "a proxy's page": (502, "<html><body>Bad gateway</body></html>", "text/html"),
    "too long": (414, "URI Too Long (4315 > 4094)", "text/plain"),
    "too large": (413, "<html><body>Request Entity Too Large</body></html>", "text/html"),
    "a teapot": (418, "<p>short and stout</p>", "text/html"),
    "a refusal that is not ours": (422, "<p>blocked by policy</p>", "text/html"),
    "a network to sign in to": (200, "<html><body>Welcome to the train</body></html>", "text/html"),
    "broken": (500, "<p>Traceback</p>", "text/html"),
}


def test_an_answer_that_breaks_off_in_the_middle_is_asked_for_once_more(
    samira, initiative, open_page
):
    page = open_page(HOME, as_=samira, width=390)
    page.evaluate(BREAKS_OFF_ONCE)
    type_step(page)
    page.click("#step-save")
    expect(page.locator("#toasts .toast__undo")).to_be_visible()
    expect(page.locator("#latest")).to_contain_text(TEXT)
    expect(page.locator("textarea[name=text]")).to_have_value("")
    assert Step.objects.filter(text=TEXT).count() == 1
    assert kept(page) == []


def test_a_press_whose_answer_breaks_off_is_not_said_to_be_unsaved(samira, initiative, open_page):
    yesterday = samira.organisation.today() - timedelta(days=1)
    log(by(samira, silent=True), initiative, text=TEXT, planned_on=yesterday)
    page = open_page(HOME, as_=samira, width=390)
    page.evaluate(BREAKS_OFF_ONCE.replace("/steps/", "/do/"))
    page.locator("#waiting").get_by_role("button", name="Vandaag gedaan").click()
    expect(page.locator("#latest")).to_contain_text(TEXT)
    expect(page.locator("#toasts")).to_contain_text("Dit kon niet worden opgehaald")
    expect(page.locator("#toasts")).not_to_contain_text("opgeslagen")


def test_looking_ahead_without_a_session_leads_nobody_away_from_what_is_in_hand(samira, open_page):
    samira.person.set_password(PASSWORD)
    samira.person.save()
    page = open_page(f"/o/deplas/successes/{told(samira).uid}/announce/", as_=samira)
    here = page.url
    looks = SlowLine(page, lambda request: request.url == here + "reach/")
    with page.expect_request(here + "reach/"):
        page.click("label.choice:has([value=organisation])")
    sent = SlowLine(page, lambda request: is_post(request) and request.url == here)
    Session.objects.all().delete()
    with page.expect_request(here):
        page.click("main form:has(fieldset) button:not([type=button])")
    with page.expect_response(here + "reach/"):
        looks.let_out().continue_()
    expect(page.locator(".toast--error")).to_contain_text("Je bent niet meer ingelogd")
    assert page.url == here
    sent.let_out().continue_()
    sign_in(page, samira)
    expect(page.locator(".draft")).to_contain_text("Je concept van vandaag staat er nog")


def test_looking_ahead_without_a_session_says_so_once_with_the_way_in(samira, open_page):
    samira.person.set_password(PASSWORD)
    samira.person.save()
    page = open_page(f"/o/deplas/successes/{told(samira).uid}/announce/", as_=samira)
    Session.objects.all().delete()
    page.click("label.choice:has([value=organisation])")
    said = page.locator(".toast--error")
    expect(said).to_contain_text("Je bent niet meer ingelogd. Wat je typte is bewaard.")
    with page.expect_response("**/reach/"):
        page.click("label.choice:has([value=chosen_units])")
    expect(said).to_have_count(1)
    said.get_by_role("button").click()
    page.click("label.choice:has([value=organisation])")
    expect(said).to_contain_text("Je bent niet meer ingelogd")  # closed, it is said again
    page.click("label.choice:has([value=chosen_units])")
    said.get_by_role("link", name="Inloggen").click()
    sign_in(page, samira)
    expect(page.locator("[name=audience][value=chosen_units]")).to_be_checked()


@pytest.mark.long
@pytest.mark.parametrize("what", FOREIGN)
@pytest.mark.parametrize("path", [HOME, WORDS])
def test_no_answer_of_a_stranger_is_put_into_a_page(samira, initiative, open_page, what, path):
    status, body, kind = FOREIGN[what]
    page = open_page(path, as_=samira)
    page.fill("main form textarea[name=text]", TEXT)
    before = page.locator("main").inner_text()

    def answer(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=status, body=body, content_type=kind)
        else:
            route.continue_()

    page.route("**/*", answer)
    page.locator("main form[method=post]:has(textarea) button:not([type=button])").first.click()
    expect(page.locator(".toast--error, .draft--waits").first).to_be_visible()
    expect(page.locator("main form textarea[name=text]").first).to_have_value(TEXT)
    shown = page.locator("main").inner_text()
    assert before.splitlines()[0] in shown
    for words in ("gateway", "URI", "Entity", "stout", "policy", "train", "Traceback"):
        assert words not in shown
    assert len(kept(page)) == 1
