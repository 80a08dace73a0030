"""Marijke, who leads: she reads the board, goes from a figure to its steps, and takes it along."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from backend.initiatives.models import Step
from backend.organisations.models import Unit
from tests.browser.conftest import followed, overflow, violations

pytestmark = pytest.mark.xdist_group("example")
BOARD = "/o/duinzicht/board/"
WEEKS = f"{BOARD}weeks/"
WORDS = ["nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien",
         "elf", "twaalf"]  # fmt: skip


def number_in(text: str) -> int:
    """The first number of a sentence, in figures or as a word."""
    if found := re.search(r"\d[\d.]*", text):
        return int(found[0].replace(".", ""))
    return next(WORDS.index(word) for word in text.lower().split() if word in WORDS)


def counted(page: Page) -> int:
    """The number in the heading of the page that one came to."""
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text("stap")
    return number_in(heading.inner_text().rsplit(":", 1)[-1])


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1440])
@pytest.mark.parametrize("path", [BOARD, WEEKS], ids=["board", "weeks"])
def test_the_board_shuts_nobody_out(open_example, path, width, dark):
    page = open_example(path, as_="leader", width=width, dark=dark)
    assert violations(page) == []
    assert overflow(page) <= 0


def test_the_headline_counts_the_teams_that_anybody_would_count(open_example):
    """It has no list behind it, so it is no link: the tiles below are groups, not teams."""
    page = open_example(BOARD, as_="leader", width=1440)
    headline = page.get_by_role("heading", level=1)
    moving, teams = (int(one) for one in re.findall(r"\d+", headline.inner_text()))
    expect(headline.get_by_role("link")).to_have_count(1)
    live = Unit.objects.filter(ended_on=None)
    lowest = live.exclude(pk__in=live.exclude(parent=None).values("parent"))
    stepped = Step.objects.filter(removed_at=None, done_on__isnull=False).values("unit")
    assert teams == lowest.count()
    assert moving == lowest.filter(pk__in=stepped).count()


@pytest.mark.parametrize("width", [390, 1440])
def test_a_tile_leads_to_its_own_board_then_to_the_steps_it_counts_and_back(open_example, width):
    page = open_example(BOARD, as_="leader", width=width)
    tile = page.locator("a.tile", has_text="Meterstanden")
    figure = tile.locator(".tile__figure").inner_text()
    followed(tile)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Meterstanden:")
    expect(page.locator(".crossing__picture svg:visible")).to_have_count(1)
    assert violations(page) == []
    assert overflow(page) <= 0
    followed(page.locator(".lead a", has_text=re.compile(r"stap")))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Meterstanden:")
    expect(page.locator(".lead")).to_contain_text(f"Dat is {figure} per collega")
    expect(page.locator(".rows > .row")).to_have_count(counted(page))
    page.go_back()
    page.go_back()
    expect(tile).to_be_in_viewport()


@pytest.mark.parametrize("nth", [0, 1], ids=["times", "steps"])
def test_a_principle_leads_to_as_many_steps_as_it_says(open_example, nth):
    page = open_example(BOARD, as_="leader", width=390)
    link = page.locator("#listening a:not(.button)").nth(nth)
    said = number_in(link.inner_text())
    followed(link)
    assert counted(page) == said


def test_a_principle_about_initiatives_leads_to_as_many_of_them(open_example):
    page = open_example(BOARD, as_="leader", width=1440)
    link = page.locator("#celebrating a:not(.button)").first
    said = number_in(link.inner_text())
    followed(link)
    expect(page.locator("main").get_by_role("link", name=re.compile("^Vertel"))).to_have_count(0)
    expect(page.locator(".rows > .row")).to_have_count(said)


@pytest.mark.parametrize("kind", ["listened", "tried", "golden"])
def test_a_week_of_the_table_leads_to_its_steps(open_example, kind):
    page = open_example(BOARD, as_="leader", width=1440)
    page.get_by_role("link", name="De oversteek als tabel").click()
    link = page.locator(f".weeks a[href$='kind={kind}']").nth(1)
    said = int(link.inner_text())
    followed(link)
    expect(page.locator(".lead")).to_contain_text("In de week van")
    assert counted(page) == said
    page.get_by_role("link", name="Terug naar voortgang").click()
    expect(page.locator(".board__headline")).to_be_visible()


def test_what_is_new_since_the_last_visit_leads_to_exactly_that(open_example):
    page = open_example(BOARD, as_="leader", width=390)
    since = page.locator(".board__since")
    expect(since).to_contain_text("Sinds je hier was (")
    steps = since.locator("a[href$='?new']")
    said = number_in(steps.inner_text())
    followed(steps)
    assert counted(page) == said
    page.go_back()
    told = since.locator("a[href$='kind=golden']")
    said = number_in(told.inner_text())
    followed(told)
    assert counted(page) == said
    page.go_back()
    expect(since).to_contain_text("Sinds je hier was (")


def test_picture_and_numbers_are_taken_along_by_keyboard(open_example):
    page = open_example(BOARD, as_="leader", width=1440)
    page.locator("summary", has_text="Downloaden").press("Enter")
    files = {}
    for name in ("De plaat (SVG)", "De cijfers per week (CSV)"):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=name).press("Enter")
        files[waiting.value.suggested_filename] = waiting.value.path().read_text("utf-8-sig")
    assert files["oversteek.svg"].startswith("<svg")
    head, *weeks = files["oversteek.csv"].splitlines()
    assert head == "week;geluisterd;geprobeerd;veranderd;gevierd"
    page.get_by_role("link", name="De oversteek als tabel").click()
    rows = page.locator(".weeks tbody tr")
    expect(rows.first).to_be_visible()
    # The table tells of weeks with a step; a spreadsheet draws the empty ones too.
    told = {cells[0]: cells[1:] for cells in (week.split(";") for week in weeks)}
    assert len([cells for cells in told.values() if cells != ["0"] * 4]) == rows.count()
    monday = rows.first.locator("time").get_attribute("datetime")
    assert told[monday or ""] == rows.first.locator("td.number").all_inner_texts()


@pytest.mark.parametrize("width", [390, 1440])
def test_without_script_the_board_says_the_same(open_example, width):
    page = open_example(BOARD, as_="leader", width=width, script=False)
    expect(page.get_by_role("heading", level=1)).to_contain_text("hebben stappen gezet")
    expect(page.get_by_role("button", name="Zie hoe het groeide")).to_be_hidden()
    expect(page.locator(".crossing__picture svg:visible")).to_have_count(1)
    page.get_by_role("link", name="De oversteek als tabel").click()
    expect(page.locator(".weeks tbody tr").first).to_be_visible()
    page.get_by_role("link", name="Terug naar voortgang").click()
    followed(page.locator("a.tile", has_text="Meterstanden"))
    followed(page.locator(".lead a", has_text=re.compile(r"stap")))
    expect(page.locator(".rows > .row")).to_have_count(counted(page))
