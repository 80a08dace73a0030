"""A mail in dark mode: no light band is left around the card, and its main button stands out most."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page

from backend.messaging import rendering
from backend.messaging.messages import Button, Content, Section

BUTTONS = (Button("Ik klap mee", "https://x.example/1"), Button("Lees het", "https://x.example/2"))
MAILS = {
    "success": Content("S", "Meterstand via foto", ("Het lukte.",), "Ik hoefde niet te bellen",
                       "Een klant", buttons=BUTTONS, thanks="Joost", why="Omdat je hier werkt."),
    "reminder": Content("S", "Hallo", ("Een paar dingen.",), why="Omdat je meedoet.",
                        sections=(Section("Hoe gaat het?", "Drie weken stil.", BUTTONS),) * 2),
    "code": Content("S", "Je code", ("Typ hem.",), code="482913", why="Niet gevraagd?"),
}  # fmt: skip
BACKGROUNDS = """() => [...document.querySelectorAll('*')].map(one => {
  const box = one.getBoundingClientRect();
  return [box.width * box.height, getComputedStyle(one).backgroundColor];
})"""


def _light(colour: str) -> float:
    """How light a colour is, from 0 to 255; 0 for none."""
    parts = [float(part) for part in re.findall(r"[\d.]+", colour)]
    if len(parts) == 4 and parts[3] == 0:
        return 0
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _opened(chromium: Browser, mail: str, scheme: str) -> Page:
    page = chromium.new_page(viewport={"width": 760, "height": 800}, color_scheme=scheme)
    page.set_content(rendering.render(MAILS[mail], "nl", stops=True).html)
    return page


@pytest.mark.parametrize("mail", MAILS)
def test_in_dark_mode_nothing_larger_than_a_button_is_light(chromium: Browser, mail: str) -> None:
    page = _opened(chromium, mail, "dark")
    try:
        found = page.evaluate(BACKGROUNDS)
        assert [one for one in found if one[0] > 300 * 60 and _light(one[1]) > 80] == []
        light = [link.evaluate("one => getComputedStyle(one).backgroundColor")
                 for link in page.get_by_role("link").filter(has_text=re.compile("Ik klap|Lees")).all()]  # fmt: skip
        assert all(
            _light(main) > _light(beside)
            for main, beside in zip(light[::2], light[1::2], strict=True)
        )
    finally:
        page.close()


def test_in_light_mode_the_card_is_light(chromium: Browser) -> None:
    page = _opened(chromium, "success", "light")
    try:
        assert max(_light(colour) for _size, colour in page.evaluate(BACKGROUNDS)) > 250
    finally:
        page.close()
