"""What somebody types on a page, and what the browser keeps of it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import BrowserContext, Error, Page, Request, Route, expect

from backend.organisations.models import Membership

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
    expect(page).to_have_url(re.compile("/accounts/login/"))
    page.locator("details:has(#id_password) summary").click()
    page.fill("#id_login", who.person.email)
    page.fill("#id_password", PASSWORD)
    page.locator("form:has(#id_password) button").first.click()
    expect(page).not_to_have_url(re.compile("/accounts/"))


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


def held(under_way: list[Route], route: Route) -> None:
    under_way.append(route)


def is_post(request: Request) -> bool:
    return request.method == "POST"


class SlowLine:
    """What is asked so waits here, until the line is quick."""

    def __init__(self, page: Page | BrowserContext, is_slow: Callable[[Request], bool]) -> None:
        self.asked: list[Route] = []
        self._is_slow = is_slow
        self._is_quick = False
        page.route("**/*", self._answer)

    def quicken(self, *, at_once: bool = True) -> None:
        """From now on all goes through; `at_once`: what waited as well, the newest first."""
        assert self.asked
        self._is_quick = True
        for route in reversed(self.asked if at_once else []):
            with suppress(Error):  # taken back by the page
                route.continue_()

    def _answer(self, route: Route) -> None:
        if self._is_quick or not self._is_slow(route.request):
            route.continue_()
        else:
            self.asked.append(route)
