"""On paper, and in the colours that people choose themselves."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from backend.initiatives.models import Initiative
from backend.successes.models import Success
from tests.browser.conftest import overflow
from tests.browser.example.checks import focused

pytestmark = pytest.mark.xdist_group("example")
A4 = 794  # pixels of a sheet's width
PICTURES = {
    "board": ".crossing__picture svg",
    "success": ".strip-picture",
    "initiative": ".strip-picture",
}
NAMES = pytest.mark.parametrize("name", PICTURES)

DARK_ENOUGH = """() => {
  const light = colour => {
    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map(part => part / 255)
      .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const shown = [...document.querySelectorAll('h1, h2, h3, main p, main li, main td')]
    .filter(one => one.checkVisibility() && one.textContent.trim() && !one.closest('.tile'))
  return shown.filter(one => 1.05 / (light(getComputedStyle(one).color) + 0.05) < 4.5)
    .map(one => one.outerHTML.slice(0, 120))
}"""


@pytest.fixture
def paths(site) -> dict[str, str]:
    """The board, a success with a picture of its steps, and the initiative it came from."""
    success = Success.objects.filter(told_at__isnull=False).latest("told_at")
    initiative = Initiative.objects.get(pk=success.initiative_id)
    return {
        "board": "/o/duinzicht/board/",
        "success": f"/o/duinzicht/successes/{success.uid}/",
        "initiative": f"/o/duinzicht/initiatives/{initiative.uid}/",
    }


def _shown(page: Page, selector: str) -> int:
    return page.locator(selector).filter(visible=True).count()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@NAMES
def test_on_paper_there_is_what_is_read_and_nothing_to_press(open_example, paths, name, dark):
    page = open_example(paths[name], as_="leader", width=A4, dark=dark)
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Hoofdmenu")).to_be_hidden()
    expect(page.get_by_role("button").filter(visible=True)).to_have_count(0)
    assert _shown(page, "a.button, .menu, textarea, .toast, .skip-link") == 0
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert _shown(page, PICTURES[name]) >= 1
    assert page.evaluate(DARK_ENOUGH) == []
    assert overflow(page) <= 0
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"


@NAMES
def test_a_page_becomes_a_pdf(open_example, paths, name):
    page = open_example(paths[name], as_="leader")
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_the_board_is_one_sheet_lying_down(open_example, paths):
    page = open_example(paths["board"], as_="leader", width=390)
    paper = page.pdf(prefer_css_page_size=True)
    sheets = re.findall(rb"/Type\s*/Page\b(?!s)", paper)
    boxes = {
        tuple(round(float(side)) for side in found.split())
        for found in re.findall(rb"/MediaBox\s*\[([^]]*)\]", paper)
    }
    assert boxes == {(0, 0, 842, 595)}
    assert len(sheets) == 1


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@NAMES
def test_in_ones_own_colours_focus_buttons_and_picture_are_seen(open_example, paths, name, dark):
    page = open_example(paths[name], as_="ambassador", dark=dark, forced_colors="active")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    unseen = [one for one in focused(page) if one.startswith("no focus")]
    assert unseen == []
    borders = page.evaluate(
        "[...document.querySelectorAll('.button, button.menu__item, .tile')]"
        ".filter(one => one.checkVisibility() && !one.matches('.button--plain'))"
        ".filter(one => getComputedStyle(one).borderTopStyle === 'none')"
        ".map(one => one.outerHTML.slice(0, 100))"
    )
    assert borders == []
    kept = page.locator(PICTURES[name]).filter(visible=True).first
    expect(kept).to_have_css("forced-color-adjust", "none")


def test_what_is_chosen_is_seen_in_ones_own_colours(open_example):
    page = open_example("/o/duinzicht/", as_="ambassador", forced_colors="active")
    chosen, other = page.locator("label.kind").nth(0), page.locator("label.kind").nth(1)
    chosen.click()
    expect(chosen).to_have_css("border-top-width", "3px")
    expect(other).not_to_have_css("border-top-width", "3px")
    here = page.locator(".nav__link[aria-current]").first
    expect(here).to_have_css("text-decoration-line", re.compile("underline"))
