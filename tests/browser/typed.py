"""What somebody types on a page, and what the browser keeps of it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from urllib.parse import quote_plus

from playwright.sync_api import BrowserContext, Error, Locator, Page, Request, Route, expect

from backend.organisations.models import Membership
from tests.browser.conftest import rests

HOME = "/o/deplas/"
WORDS = "/o/deplas/listening/new/"
FIELD = "main textarea[name=text]"
SAVE = "main form:has(textarea[name=text]) button:not([type=button])"
PASSWORD = "een korte zin werkt goed"
TEXT = "Samen met een klant de nieuwe brief gelezen"


def save(page: Page, text: str) -> None:
    page.locator(FIELD).press_sequentially(text)
    if page.locator("#step-form").count():
        page.click("label.kind:has([value=tried])")
    page.locator(SAVE).first.click()


def save_without_line(page: Page, text: str) -> None:
    page.context.set_offline(True)
    save(page, text)
    expect(page.locator("form .draft--waits")).to_be_visible()


def another_tab(page: Page, path: str) -> Page:
    tab = page.context.new_page()
    tab.goto(path)
    return tab


def opened_again(page: Page, path: str) -> Page:
    """What one finds who closed the tab, and comes back once there is a line."""
    page.close()
    page.context.set_offline(False)
    return another_tab(page, path)


def sign_in(page: Page, who: Membership) -> None:
    page.wait_for_url(re.compile("/accounts/login/"))
    page.locator("details:has(#id_password) summary").click()
    page.fill("#id_login", who.person.email)
    page.fill("#id_password", PASSWORD)
    page.locator("form:has(#id_password) button").first.click()
    page.wait_for_url(lambda url: "/accounts/" not in url)


def kept(page: Page) -> list[str]:
    """What the browser keeps of typed text, whatever the page is doing."""
    stored = page.context.storage_state()["origins"]
    names = [one["name"] for origin in stored for one in origin["localStorage"]]
    return [name for name in names if name.startswith("draft:")]


def nothing_is_kept(page: Page) -> None:
    """Wait until all that was kept is sent: what another tab promised shows nowhere in this one."""
    until = time.monotonic() + 10
    while kept(page):
        assert time.monotonic() < until, kept(page)
        page.wait_for_timeout(50)


def heard(tab: Page, text: str) -> None:
    """Wait until a tab knows what another one keeps: the browser passes it on in its own time."""
    script = "text => Object.values(localStorage).some(kept => kept.includes(text))"
    tab.wait_for_function(script, arg=text)


def stop_trying(page: Page) -> None:
    """Its clock stands still: it tries again when a test presses, and not before."""
    page.clock.install()
    page.clock.pause_at(datetime.now() + timedelta(seconds=30))


def look_for(field: Locator, text: str) -> None:
    """Type it letter by letter, and wait until all of it was looked for and the answer is shown."""
    page = field.page
    with page.expect_response(lambda answer: quote_plus(text) in answer.url):
        field.press_sequentially(text)
    rests(page)


def age(page: Page, days: float) -> None:
    """As if what is kept had been typed, and had waited, so many days longer; less than none is yet to come."""
    script = """by => { for (const key of Object.keys(localStorage)) {
      if (!key.startsWith("draft:")) continue
      const draft = JSON.parse(localStorage.getItem(key))
      draft.at -= by; if (draft.waits) draft.waits -= by
      localStorage.setItem(key, JSON.stringify(draft)) } }"""
    page.evaluate(script, days * 86_400_000)


def type_step(page: Page, text: str = TEXT, kind: str = "tried") -> None:
    page.locator("textarea[name=text]").press_sequentially(text)
    page.click(f"label.kind:has([value={kind}])")


def goes_without_the_words(page: Page, text: str) -> None:
    """What was written on in a step stays and is saved; the words that went with the first do not go again."""
    expect(page.locator(FIELD)).to_have_value(text)
    expect(page.locator("[name=words_text]")).to_have_value("")
    page.reload()
    expect(page.locator(FIELD)).to_have_value(text)
    page.click("label.kind:has([value=changed])")
    page.click("#step-save")
    expect(page.locator(FIELD)).to_have_value("")
    assert kept(page) == []


def is_post(request: Request) -> bool:
    return request.method == "POST"


class SlowLine:
    """What is asked so waits here, until the line is quick."""

    def __init__(self, page: Page | BrowserContext, is_slow: Callable[[Request], bool]) -> None:
        self.asked: list[Route] = []
        self._context = page.context if isinstance(page, Page) else page
        self._is_slow = is_slow
        self._is_quick = False
        page.route("**/*", self._answer)

    def holds(self, many: int) -> None:
        """Wait until so many wait here, and no more."""
        self._wait(many)
        assert len(self.asked) == many

    def let_out(self) -> Route:
        """The one that waits here, to be answered as a test likes."""
        self.holds(1)
        return self.asked.pop()

    def quicken(self, *, at_once: bool = True) -> None:
        """From now on all goes through; `at_once`: what waited as well, the newest first."""
        self._wait(1)
        assert self.asked
        self._is_quick = True
        for route in reversed(self.asked if at_once else []):
            with suppress(Error):  # taken back by the page
                route.continue_()

    def _wait(self, many: int) -> None:
        """A test hears that something is asked before it comes here."""
        until = time.monotonic() + 10
        while len(self.asked) < many and time.monotonic() < until:
            self._context.pages[0].wait_for_timeout(20)

    def _answer(self, route: Route) -> None:
        if self._is_quick or not self._is_slow(route.request):
            route.fallback()
        else:
            self.asked.append(route)
