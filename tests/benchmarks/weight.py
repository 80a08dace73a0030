"""What a first visit of home and board weighs, as it comes over the line.

    PORT=8000 make weight      # of a copy that `make run` started, with the example

Prints one JSON object: bytes with headers, per width, in all and of script; photos are in it.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from deploy import chromium

PAGES = ("/o/duinzicht/", "/o/duinzicht/board/")
LEADER = "form:has(input[value='leader@duinzicht.example']) button"


def measure(base: str) -> dict[str, dict[str, int]]:
    """Bytes by width; the browser signs in first, and then begins without anything kept."""
    found = {}
    with sync_playwright() as playwright:
        browser = chromium.launched(playwright)
        for width in (390, 1440):
            found[str(width)] = _visit(browser, base, width)
        browser.close()
    return found


def _visit(browser: Browser, base: str, width: int) -> dict[str, int]:
    size = {"width": width, "height": 900}
    first = browser.new_context(viewport=size)  # type: ignore[arg-type]
    page = first.new_page()
    page.goto(f"{base}/accounts/login/")
    page.click(LEADER)
    page.wait_for_url("**/o/duinzicht/**")
    cookies = first.cookies()
    first.close()
    fresh = browser.new_context(viewport=size)  # type: ignore[arg-type]
    fresh.add_cookies(cookies)  # type: ignore[arg-type]
    weights = _weigh(fresh, base)
    fresh.close()
    return {
        "all": sum(weights.values()),
        "script": sum(number for path, number in weights.items() if path.endswith(".js")),
        "photos": sum(number for path, number in weights.items() if "/photos/" in path),
    }


def _weigh(context: BrowserContext, base: str) -> Counter[str]:
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    paths: dict[str, str] = {}
    weights: Counter[str] = Counter()
    line.on(
        "Network.responseReceived",
        lambda e: paths.update({e["requestId"]: urlsplit(e["response"]["url"]).path}),
    )
    line.on(
        "Network.loadingFinished",
        lambda e: weights.update({paths.get(e["requestId"], ""): int(e["encodedDataLength"])}),
    )
    for path in PAGES:
        page.goto(base + path)
        page.wait_for_load_state("networkidle")
    return weights


if __name__ == "__main__":
    print(json.dumps(measure(f"http://localhost:{os.environ.get('PORT', '8000')}")))  # noqa: T201
