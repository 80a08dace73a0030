"""A real Chromium against the real pages, under the real content security policy."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from backend.initiatives.models import Initiative
from backend.organisations.models import Membership
from deploy.chromium import launched
from tests.initiatives.factories import start

# Playwright's loop runs in this thread; Django takes that for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# A slow machine gets as long to show something as to do it (`set_default_timeout`, below).
PATIENCE = 10_000
expect.set_options(timeout=PATIENCE)
AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; each opens what it needs in it."""
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, live_server) -> Iterator[Open]:
    """`open_page("/path", as_=samira, width=390, dark=True, script=False)` → the page.

    Fails the test at its end when the page broke the policy or threw an error.
    """
    with opening(chromium, live_server.url) as opened:
        yield opened
    _at_rest()


def _at_rest(seconds: float = 10.0) -> None:
    """Wait until no request of a page that was closed is still at work: the tables are emptied next.

    Its thread tells, not the database: between two queries a request is at work as well.
    """
    deadline = time.monotonic() + seconds
    while _at_work() and time.monotonic() < deadline:
        time.sleep(0.02)


def _at_work() -> bool:
    return any("process_request_thread" in thread.name for thread in threading.enumerate())


@pytest.fixture
def initiative(samira: Membership) -> Initiative:
    return start(samira, title="Brief in gewone taal")


@contextmanager
def opening(chromium: Browser, url: str) -> Iterator[Open]:
    """What opens pages on a server, and closes them; a page's complaints fail the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(
        path: str,
        *,
        as_: Membership | None = None,
        width: int = 1280,
        dark: bool = False,
        script: bool = True,
        **options: object,
    ) -> Page:
        context = chromium.new_context(
            **{
                "base_url": url,
                "viewport": {"width": width, "height": 844},
                "color_scheme": "dark" if dark else "light",
                "java_script_enabled": script,
                "locale": "nl-NL",
                **options,
            }
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if as_ is not None:
            context.add_cookies([session_cookie(as_, url)])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                if "Content Security Policy" in message.text
                else None
            ),
        )
        answer = page.goto(path)
        assert answer is not None
        assert answer.status < 500, f"{path}: {answer.status}"
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def session_cookie(membership: Membership, url: str) -> dict[str, str]:
    client = Client()
    client.force_login(membership.person, backend="django.contrib.auth.backends.ModelBackend")
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


def followed(link: Locator) -> None:
    """Press what leads to another page, and wait until that one is there as a whole, with its script.

    A click waits at most until the new page begins: what is read at once, or pressed, may be half of it.
    """
    with link.page.expect_navigation():
        link.click()


# A piece that waits for a slow answer is drawn paler, and fades back.
AT_REST = """() => document.readyState === 'complete'
  && !document.querySelector('.htmx-request, [aria-busy="true"]') && document.getAnimations()
    .every(one => one.playState !== 'running' || one.effect.getComputedTiming().endTime === Infinity)"""


def rests(page: Page) -> None:
    """Wait until the page is there as a whole, and nothing that it asked for is under way."""
    page.wait_for_function(AT_REST)


def violations(page: Page) -> list[str]:
    """What axe finds on the page once it is at rest, one line each."""
    rests(page)
    # Evaluated by the browser's protocol, so that the page's policy can stay as strict as it is.
    page.evaluate(AXE.read_text(encoding="utf-8") + ";0")
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: rules}).then(result => result.violations"
        ".flatMap(v => v.nodes.map(n => `${v.id}: ${n.target} ${n.failureSummary}`)))",
        RULES,
    )
    return list(found)


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
