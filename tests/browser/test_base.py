"""The frame of every page: messages, drafts, failures and the pieces others build with."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings as conf
from playwright.sync_api import Locator, Page, expect

from backend.organisations.models import Membership
from tests.browser.conftest import Open, overflow, violations

pytestmark = pytest.mark.django_db(transaction=True)
SPACED = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important;"
    " word-spacing: .16em !important }"
)


@pytest.fixture(autouse=True)
def _pieces(settings) -> None:
    settings.ROOT_URLCONF = "tests.browser.base_urls"
    folder = Path(__file__).parent / "templates"
    settings.TEMPLATES = [{**conf.TEMPLATES[0], "DIRS": [folder, *conf.TEMPLATES[0]["DIRS"]]}]


@pytest.mark.long
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1440])
@pytest.mark.parametrize("path", ["/pieces/", "/accounts/login/", "/nowhere/"])
def test_axe_finds_nothing_and_nothing_sticks_out(
    open_page: Open, path: str, width: int, dark: bool
) -> None:
    page = open_page(path, width=width, dark=dark)
    assert violations(page) == []
    assert overflow(page) <= 0


def test_wider_letters_fit_a_small_window(open_page: Open) -> None:
    page = open_page("/pieces/", width=320, bypass_csp=True)
    page.add_style_tag(content=SPACED)
    assert overflow(page) <= 0


def test_a_saved_answer_shows_a_message_that_can_be_undone(open_page: Open) -> None:
    page = open_page("/pieces/")
    page.click("#saved")
    toast = page.locator(".toast")
    expect(toast).to_contain_text("Bewaard.")
    toast.get_by_role("button", name="Ongedaan maken").click()
    expect(toast).to_have_count(0)
    expect(page.locator("#saved")).to_be_focused()


# Once the page is drawn again: does the message lie over the beginning of what has the focus?
COVERED = """() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn))).then(() => {
  const one = document.activeElement, box = one.getBoundingClientRect()
  const found = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(12, box.height / 2))
  return found?.closest('.toast') && !one.closest('.toast') ? one.outerHTML : ''
})"""


@pytest.mark.parametrize(("width", "height"), [(320, 200), (390, 844)])
def test_a_message_leaves_a_small_window_to_what_has_the_focus(
    open_page: Open, width: int, height: int
) -> None:
    page = open_page("/pieces/", viewport={"width": width, "height": height})
    page.locator("#saved").press("Enter")
    message = page.locator(".toast")
    expect(message).to_be_visible()
    assert message.bounding_box()["height"] <= max(80, height / 6)
    assert page.evaluate(COVERED) == ""
    for key in ["Tab"] * 20 + ["Shift+Tab"] * 20:
        page.keyboard.press(key)
        assert page.evaluate(COVERED) == ""
    page.keyboard.press("Escape")
    expect(message).to_have_count(0)


# Twice drawn: long enough for whatever would move.
DRAWN = "() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))"


def finger_on(page: Page, what: Locator) -> dict[str, float]:
    """Presses near its upper edge, has not let go yet, and tells where it was."""
    box = what.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 10)
    page.mouse.down()
    page.evaluate(DRAWN)
    return box


def test_a_label_does_not_move_away_under_a_finger_because_of_a_message(open_page: Open) -> None:
    page = open_page("/pieces/", width=390)
    page.locator("#saved").press("Enter")
    expect(page.locator(".toast")).to_be_visible()
    label = page.locator("label[for=id_text]")
    page.evaluate("scrollTo(0, 0)")
    there = finger_on(page, label)
    assert label.bounding_box() == there
    page.mouse.up()
    expect(page.locator("#id_text")).to_be_focused()


def test_a_button_half_under_a_message_can_be_pressed_on_its_other_half(open_page: Open) -> None:
    page = open_page("/pieces/", viewport={"width": 390, "height": 500})
    page.locator("#saved").press("Enter")
    message, button = page.locator(".toast"), page.get_by_role("button", name="Opslaan")
    expect(message).to_be_visible()
    page.evaluate(
        "by => scrollBy(0, by)", button.bounding_box()["y"] + 20 - message.bounding_box()["y"]
    )
    there = finger_on(page, button)
    assert button.bounding_box() == there
    with page.expect_response("**/pieces/plain/"):
        page.mouse.up()


def test_a_message_after_a_full_page_can_be_undone_too(open_page: Open) -> None:
    page = open_page("/pieces/", script=False)
    page.fill("#id_text", "Gebeld")
    page.check("[value=tried]")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator(".toast")).to_contain_text("Opgeslagen.")
    expect(page.locator(".toast form")).to_have_attribute("action", "/pieces/undo/")


def test_applause_counts_up_in_place(open_page: Open) -> None:
    page = open_page("/pieces/")
    page.click("#saved")
    expect(page.locator("#claps")).to_have_text("12")


@pytest.mark.parametrize(
    ("what", "said"), [("broken", "Niet opgeslagen."), ("refused", "Dat mag alleen het A-team.")]
)
def test_a_failure_is_said_and_leaves_the_page_as_it_was(
    open_page: Open, what: str, said: str
) -> None:
    page = open_page("/pieces/")
    page.fill("#id_text", "Half getypt")
    page.click(f"#{what}")
    expect(page.locator(".toast--error")).to_contain_text(said)
    expect(page.locator("#id_text")).to_have_value("Half getypt")
    expect(page.locator("#place")).to_contain_text("11 klapten")


def test_no_connection_is_a_failure_like_any_other(open_page: Open) -> None:
    page = open_page("/pieces/")
    page.context.set_offline(True)
    page.click("#saved")
    expect(page.locator(".toast--error")).to_contain_text("Niet opgeslagen.")


def test_somebody_signed_out_meanwhile_goes_to_sign_in_as_a_whole_page(open_page: Open) -> None:
    page = open_page("/pieces/")
    page.click("#signed-out")
    page.wait_for_url(re.compile("/accounts/login/"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_typed_text_survives_a_reload(open_page: Open) -> None:
    page = open_page("/pieces/")
    page.locator("#id_text").press_sequentially("Half getypt")
    page.check("[value=changed]")
    page.reload()
    expect(page.locator("#id_text")).to_have_value("Half getypt")
    expect(page.locator("[value=changed]")).to_be_checked()


def test_signing_out_leaves_no_draft_behind(open_page: Open, samira: Membership) -> None:
    page = open_page("/pieces/", as_=samira)
    page.locator("#id_text").press_sequentially("Half getypt")
    assert (
        page.evaluate("Object.keys(localStorage).filter(one => one.startsWith('draft:')).length")
        == 1
    )
    page.goto("/accounts/logout/")
    page.locator("main").get_by_role("button", name="Uitloggen").click()
    page.wait_for_url(re.compile("/accounts/login/"))
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_saved_form_leaves_no_draft(open_page: Open) -> None:
    page = open_page("/pieces/")
    page.locator("#id_text").press_sequentially("Gebeld")
    page.check("[value=tried]")
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator(".toast")).to_be_visible()
    expect(page.locator("#id_text")).to_have_value("")


def test_a_refused_form_keeps_the_text_and_takes_the_focus_to_what_is_wrong(
    open_page: Open,
) -> None:
    page = open_page("/pieces/")
    page.fill("#id_text", "x" * 25)
    page.get_by_role("button", name="Opslaan").click()
    expect(page.locator(".form-errors")).to_be_focused()
    expect(page.locator("#id_text")).to_have_value("x" * 25)
    expect(page.locator("#id_text-error")).to_contain_text("het zijn er nu 25")
    assert violations(page) == []


def test_the_counter_warns_and_cuts_nothing_off(open_page: Open) -> None:
    page = open_page("/pieces/")
    page.fill("#id_text", "x" * 23)
    expect(page.locator("[data-counts=id_text]")).to_have_text("3 tekens te veel")
    expect(page.locator("#id_text")).to_have_value("x" * 23)


def test_a_chosen_photo_is_shown_and_its_description_asked_for(
    open_page: Open, tmp_path: Path
) -> None:
    from PIL import Image

    Image.new("RGB", (40, 30), "teal").save(tmp_path / "photo.png")
    page = open_page("/pieces/")
    expect(page.locator("#id_photo_alt")).to_be_hidden()
    page.set_input_files("#id_photo", tmp_path / "photo.png")
    expect(page.locator("[data-photo-preview]")).to_be_visible()
    expect(page.locator("#id_photo_alt")).to_be_visible()


def test_the_description_is_asked_for_without_script(open_page: Open) -> None:
    page = open_page("/pieces/", script=False)
    expect(page.locator("#id_photo_alt")).to_be_visible()


def test_a_menu_closes_on_escape_and_gives_the_focus_back(open_page: Open) -> None:
    page = open_page("/pieces/")
    page.click("details.menu summary")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator("details.menu")).not_to_have_attribute("open", "")
    expect(page.locator("details.menu summary")).to_be_focused()


def test_the_first_tab_stop_skips_to_the_content(open_page: Open) -> None:
    page = open_page("/pieces/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_targets_are_big_enough_for_a_thumb(open_page: Open) -> None:
    page = open_page("/pieces/", width=390)
    small = page.evaluate(
        "[...document.querySelectorAll('a, button, summary, .kind, select, textarea')]"
        ".map(e => [e.outerHTML.slice(0, 60), e.getBoundingClientRect()])"
        ".filter(([, r]) => r.width && (r.height < 44 || r.width < 44)"
        " && !(r.width <= 1)).map(([html]) => html)"
    )
    assert [html for html in small if "skip-link" not in html] == []


def test_digits_come_from_the_heading_font_and_letters_from_the_text_font(
    open_page: Open,
) -> None:
    page = open_page("/pieces/")
    fonts = page.context.new_cdp_session(page)
    fonts.send("DOM.enable")
    fonts.send("CSS.enable")
    root = fonts.send("DOM.getDocument")["root"]["nodeId"]
    node = fonts.send("DOM.querySelector", {"nodeId": root, "selector": "#place p"})["nodeId"]
    page.wait_for_function("document.fonts.status === 'loaded'")
    used = fonts.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    assert {font["familyName"].split(" ")[0] for font in used} == {"Bricolage", "Atkinson"}
