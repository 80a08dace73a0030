"""The crossing, moved by hand: replayed, scrubbed, and read stone by stone without seeing it."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import violations

pytestmark = pytest.mark.xdist_group("example")
BOARD = "/o/duinzicht/board/"
SECONDS = 12
WIDTHS = pytest.mark.parametrize("width", [390, 1440])


class Crossing:
    """The picture that is to be seen at this width, and its controls."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.svg: Locator = page.locator(".crossing__picture svg:visible")
        self.play = page.get_by_role("button", name="Zie hoe het groeide")
        self.stop = page.get_by_role("button", name="Stoppen")
        self.range = page.get_by_role("slider", name="Weken sinds de start")
        self.caption = page.locator("[data-crossing-caption]")
        self.so_far = page.locator("[data-crossing-so-far]")
        self.live = page.locator("[data-crossing-live]")
        # Of each week whose stones are to be seen.
        self.stones = self.svg.locator("[data-w][data-week]:not(.is-to-come)")

    @property
    def weeks(self) -> int:
        return self.svg.locator("[data-w][data-week]").count()

    @property
    def replay(self) -> dict:
        return json.loads(
            self.page.evaluate(
                "[...document.querySelectorAll('.crossing__picture')].find(p => p.offsetHeight)"
                ".querySelector('script').textContent"
            )
        )

    @property
    def captions(self) -> list[str]:
        return [one["text"] for one in self.replay["captions"]]

    def laid(self) -> int:
        """How many steps of its quarter the stones that are to be seen stand for."""
        shown = self.shown()
        found = next(one for one in reversed(self.replay["captions"]) if one["at"] < shown)
        return found["before"] + sum(self.replay["steps"][found["at"] : shown])

    def shown(self) -> int:
        """How many weeks have their stones to be seen."""
        return self.stones.count()


def crossing(open_example, **options: object) -> Crossing:
    """The board with a clock that only the test moves."""
    page = open_example(BOARD, as_="leader", **options)
    page.clock.install(time=0)
    page.reload()
    page.clock.pause_at(60)
    return Crossing(page)


@pytest.mark.long
@WIDTHS
def test_it_grows_week_by_week_to_the_end(open_example, width):
    it = crossing(open_example, width=width)
    it.play.click()
    expect(it.stop).to_be_visible()
    seen, told = [], []
    for _ in range(2 * it.weeks):
        w = it.weeks
        it.page.clock.run_for(SECONDS * 1000 // (2 * w))
        seen.append(it.shown())
        told.append(it.caption.inner_text())
        assert int(it.range.input_value()) == seen[-1]
        # A number never runs ahead of the stones.
        number = f"{it.laid():,}".replace(",", ".")
        assert f" {number} stap" in (told[-1] or it.so_far.inner_text())
    it.page.clock.run_for(100)
    assert seen == sorted(seen)
    assert seen[0] <= 2
    assert [text for text in dict.fromkeys(told) if text] == it.captions
    expect(it.play).to_be_visible()
    assert it.shown() == it.weeks
    it.page.clock.resume()
    assert violations(it.page) == []


LAID_IN_VIEW = """() => {
  const svg = [...document.querySelectorAll('.crossing__picture svg')].find(one => one.getClientRects().length)
  const laid = [...svg.querySelectorAll('[data-w][data-week]:not(.is-to-come)')].at(-1)
  const box = laid.getBoundingClientRect()
  return [box.top, box.bottom, innerHeight]
}"""


def test_on_the_phone_what_is_laid_stays_in_view_with_the_button_that_stops_it(open_example):
    it = crossing(open_example, width=390)
    it.play.click()
    for _ in range(10):
        it.page.clock.run_for(1000)
        top, bottom, height = it.page.evaluate(LAID_IN_VIEW)
        assert 0 < top < bottom < height, it.shown()
        button = it.stop.bounding_box()
        assert button is not None
        assert bottom <= button["y"] < height - button["height"]
    # Whoever looks elsewhere is not pulled back.
    it.page.evaluate(
        "void (wheeled = new Promise(seen => addEventListener('wheel', seen, {once: true})))"
    )
    it.page.mouse.wheel(0, -200)
    it.page.evaluate("wheeled.then(() => scrollTo(0, 0))")
    it.page.clock.run_for(500)
    assert it.page.evaluate("scrollY") == 0


@pytest.mark.long
def test_it_is_stopped_where_it_stands(open_example):
    it = crossing(open_example, width=1440)
    it.play.press("Enter")
    it.page.clock.run_for(5000)
    it.stop.press("Enter")
    expect(it.play).to_be_focused()
    stands = it.shown()
    assert 0 < stands < it.weeks
    it.page.clock.run_for(SECONDS * 1000)
    assert it.shown() == stands


@WIDTHS
def test_the_range_is_moved_by_keyboard_and_the_picture_follows(open_example, width):
    it = crossing(open_example, width=width)
    it.play.press("Enter")
    it.stop.press("Enter")
    it.page.keyboard.press("Tab")
    it.page.keyboard.press("Tab")
    expect(it.range).to_be_focused()
    it.page.keyboard.press("Home")
    expect(it.caption).to_have_text("")
    expect(it.so_far).to_contain_text("tot hier")
    expect(it.stones).to_have_count(1)
    first = it.range.get_attribute("aria-valuetext")
    it.page.keyboard.press("ArrowRight")
    expect(it.stones).to_have_count(2)
    expect(it.range).not_to_have_attribute("aria-valuetext", first)
    expect(it.range).to_have_attribute("aria-valuetext", re.compile("week van"))
    for caption in it.captions:
        it.page.keyboard.press("PageUp")
        expect(it.caption).to_have_text(caption)
    expect(it.stones).to_have_count(it.weeks)
    it.page.keyboard.press("PageDown")
    expect(it.caption).to_have_text(it.captions[-2])
    it.page.keyboard.press("End")
    expect(it.caption).to_have_text(it.captions[-1])
    expect(it.stones).to_have_count(it.weeks)


@WIDTHS
def test_the_range_is_dragged_and_the_picture_follows(open_example, width):
    it = crossing(open_example, width=width)
    it.play.click()
    it.page.clock.run_for(100)
    it.range.hover()
    box = it.range.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    it.page.mouse.move(box["x"] + box["width"] - 4, middle)
    it.page.mouse.down()
    for part in (0.75, 0.5, 0.25):
        it.page.mouse.move(box["x"] + box["width"] * part, middle)
        near = [str(week) for week in range(it.weeks + 1) if abs(week - it.weeks * part) <= 2]
        expect(it.range).to_have_value(re.compile(f"^({'|'.join(near)})$"))
        assert it.shown() == int(it.range.input_value())
    it.page.mouse.up()
    expect(it.play).to_be_visible()
    assert it.shown() == int(it.range.input_value())
    assert it.caption.inner_text() in it.captions or it.so_far.inner_text()


@WIDTHS
def test_stones_are_read_out_one_by_one(open_example, width):
    it = crossing(open_example, width=width)
    it.page.locator(".board__since a").last.focus()
    it.page.keyboard.press("Tab")
    expect(it.svg).to_be_focused()
    expect(it.svg).to_have_accessible_description(re.compile("pijltjes"))
    said = [it.live.text_content()]
    for _ in range(3):
        it.page.keyboard.press("ArrowLeft")
        said.append(it.live.text_content())
        assert said[-1] != said[-2], "what does not change is not read out"
    assert all(
        re.search(r"(geluisterd|geprobeerd|veranderd|Gevierd), week van", one) for one in said
    )
    expect(it.svg.locator(".crossing-cursor")).to_have_count(2)
    it.page.keyboard.press("Escape")
    expect(it.svg.locator(".crossing-cursor")).to_have_count(0)


@WIDTHS
def test_enter_on_a_success_opens_it_and_back_comes_back(open_example, width):
    it = crossing(open_example, width=width)
    it.svg.focus()
    for _ in range(60):
        if "Gevierd" in it.live.inner_text():
            break
        it.page.keyboard.press("ArrowLeft")
    it.page.keyboard.press("Enter")
    it.page.wait_for_url("**/successes/*/")
    expect(it.page.get_by_role("heading", level=1)).to_be_visible()
    it.page.go_back()
    expect(it.page.locator(".board__headline")).to_be_visible()


def test_a_week_is_read_by_pointing_at_it(open_example):
    it = crossing(open_example, width=1440)
    it.svg.locator("[data-w='2'] use").first.hover()
    expect(it.page.locator(".crossing__bubble:visible")).to_contain_text("week van")


def test_with_reduced_motion_it_goes_by_quarters_and_nothing_moves(open_example):
    it = crossing(open_example, width=1440, reduced_motion="reduce")
    it.play.click()
    for caption in it.captions:
        expect(it.caption).to_have_text(caption)
        moving = it.page.evaluate(
            "document.getAnimations().map(a => a.effect.getComputedTiming().duration)"
        )
        assert all(milliseconds < 1 for milliseconds in moving)
        it.page.clock.run_for(SECONDS * 1000 // len(it.captions) + 1)
    expect(it.play).to_be_visible()
    assert it.shown() == it.weeks
