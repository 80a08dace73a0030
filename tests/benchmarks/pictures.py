"""Photograph the board, my steps and the crossing at three sizes for docs/pictures."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from deploy import chromium
from tests.benchmarks.servers import ready_django
from tests.benchmarks.sizes import SIZES as ALL

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
MOST_BYTES = 400_000
SIZES = {10: 5, 1_000: 8, 100_000: 8}  # steps, and how many of them one initiative has
WIDTHS = {"laptop": 1440, "phone": 390}


@contextmanager
def _website() -> Iterator[str]:
    """The real application on a free port, threaded; its address."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    server = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
    server.set_app(get_wsgi_application())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _open(browser: Browser, site: str, path: str, email: str, width: int) -> Page:
    """A page as this person sees it, with its fonts loaded."""
    from django.conf import settings
    from django.test import Client

    from backend.organisations.models import Person

    client = Client()
    person = Person.objects.get(email=email)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    name = settings.SESSION_COOKIE_NAME
    context = browser.new_context(
        base_url=site, viewport={"width": width, "height": 900}, locale="nl-NL"
    )
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
    page = context.new_page()
    answer = page.goto(path)
    if answer is None or answer.status != 200:
        raise RuntimeError(f"{path} answered {answer and answer.status}")
    page.evaluate("document.fonts.ready.then(() => 0)")
    return page


def _keep(name: str, shot: bytes) -> None:
    """Write a picture in 256 colours: fewer of them would take the gold from the stones."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    picture = FOLDER / f"{name}.png"
    shown = Image.open(io.BytesIO(shot)).convert("RGB")
    shown.quantize(256, dither=Image.Dither.NONE).save(picture, optimize=True)
    if picture.stat().st_size > MOST_BYTES:
        raise RuntimeError(f"{name}.png does not fit in {MOST_BYTES} bytes")


def _example(browser: Browser, site: str) -> None:
    from django.core.management import call_command

    call_command("example_load", language="nl", verbosity=0)
    for name, path, who, width in (
        ("board", "/o/duinzicht/board/", "leader", 1440),
        ("my-steps", "/o/duinzicht/", "ambassador", 390),
    ):
        page = _open(browser, site, path, f"{who}@duinzicht.example", width)
        # A phone shows one screen: in a longer picture its bar would lie across the page.
        _keep(name, page.screenshot(full_page=width > 600))
        page.context.close()


def _crossings(browser: Browser, site: str) -> None:
    from tests.benchmarks import world

    for steps, each in SIZES.items():
        size = replace(ALL[0], steps=steps, each=each)
        world.fold(world.load(size))
        for device, width in WIDTHS.items():
            page = _open(browser, site, f"/o/{size.slug}/board/", f"p0@{size.slug}.example", width)
            page.locator(".nav").evaluate("bar => bar.remove()")  # it would lie over the water
            shot = page.locator(f".crossing__picture--{device}").screenshot()
            _keep(f"crossing-{steps}-{device}", shot)
            page.context.close()


def main() -> None:
    """Photograph everything, with servers of our own."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in this thread
    with ready_django(), _website() as site, sync_playwright() as playwright:
        browser = chromium.launched(playwright)
        _example(browser, site)
        _crossings(browser, site)
        browser.close()


if __name__ == "__main__":
    main()
