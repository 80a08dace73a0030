"""Samira's initiative is finished: she tells it, and sends it on its way."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from backend.events.models import Event
from backend.outbox.models import Fanout
from backend.successes.models import Announcement, Success
from tests.acting import by
from tests.browser.conftest import followed, overflow, violations
from tests.photos.factories import picture
from tests.successes.factories import announced, begun, finished, told

pytestmark = pytest.mark.django_db(transaction=True)


def _tell(initiative) -> str:
    return f"/o/deplas/initiatives/{initiative.uid}/tell/"


def _announce(success) -> str:
    return f"/o/deplas/successes/{success.uid}/announce/"


def test_what_is_typed_stands_in_the_preview_and_nothing_is_kept_yet(samira, open_page):
    page = open_page(_tell(finished(samira)), as_=samira)
    page.get_by_label("Toen: wat hebben jullie gedaan?").fill("We lieten een klant een foto maken.")
    expect(page.locator("#preview .success__story")).to_contain_text(
        "We lieten een klant een foto maken."
    )
    expect(page.get_by_label("Toen: wat hebben jullie gedaan?")).to_be_focused()
    assert not Success.objects.exists()


def test_a_preview_that_cannot_be_drawn_is_not_said_to_be_unsaved(samira, open_page):
    page = open_page(_tell(finished(samira)), as_=samira)
    page.context.set_offline(True)
    page.locator("[name=then]").press_sequentially("Met drie klanten.")
    expect(page.locator("#toasts")).to_contain_text("Dit kon niet worden opgehaald")
    expect(page.locator("#toasts")).not_to_contain_text("opgeslagen")


def test_a_chosen_photo_stands_in_the_preview_with_its_words(samira, open_page):
    page = open_page(_tell(finished(samira)), as_=samira)
    broken = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": b"geen foto"}
    page.set_input_files("input[name=photo]", broken)
    page.fill("[name=photo_alt]", "Een meter in een kast")
    page.get_by_role("button", name="Vertel dit succes").click()
    expect(page.locator(".field__error")).to_be_visible()
    photo = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": picture().read()}
    page.set_input_files("input[name=photo]", photo)
    expect(page.locator(".field__error")).to_have_count(0)
    expect(page.locator("#preview [data-photo-new] img")).to_be_visible()
    page.fill("[name=photo_alt]", "Een meter in een donkere kast")
    expect(page.locator("#preview [data-photo-new] img")).to_have_attribute(
        "alt", "Een meter in een donkere kast"
    )


def test_from_a_finished_initiative_to_an_announcement_that_is_called_back(
    samira, omar, joost, open_page
):
    page = open_page(_tell(finished(samira)), as_=samira)
    page.get_by_label("Titel").fill("Een foto is genoeg")
    followed(page.get_by_role("button", name="Vertel dit succes"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Wie mag het horen?")
    page.get_by_label(re.compile("Mijn eigen team")).check()
    expect(page.locator("#reach")).to_contain_text("1 collega hoort ervan")
    page.get_by_label(re.compile("Heel Waterbedrijf")).check()
    expect(page.locator("#reach")).to_contain_text("2 collega’s horen ervan")
    followed(page.get_by_role("button", name="Versturen"))
    page.get_by_role("button", name="Roep terug").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Teruggeroepen")
    assert Announcement.objects.get().called_back_at is not None


def test_telling_is_undone_from_its_message(samira, open_page):
    page = open_page(_tell(finished(samira)), as_=samira)
    followed(page.get_by_role("button", name="Vertel dit succes"))
    page.locator(".toast__undo").click()
    expect(page.get_by_role("button", name="Vertel dit succes")).to_be_visible()
    assert Success.objects.get().told_at is None


def test_teams_are_shown_once_chosen_and_a_department_brings_its_own(
    samira, omar, department, unit, other_unit, open_page
):
    page = open_page(_announce(told(samira)), as_=samira)
    team = page.get_by_label(re.compile("^Meterstanden"))
    expect(team).to_be_hidden()
    page.get_by_label("Teams die ik kies").check()
    expect(team).to_be_visible()
    page.get_by_label(re.compile("^Facturatie")).check()
    expect(team).to_be_hidden()
    expect(page.locator("#reach")).to_contain_text("1 collega hoort ervan")


def test_the_mail_is_seen_before_it_is_sent(samira, open_page):
    page = open_page(_announce(told(samira)), as_=samira)
    mail = page.frame_locator("iframe.mail__frame")
    expect(mail.get_by_role("heading", name="Meterstand via foto")).to_be_visible()


def test_the_seconds_count_down_while_the_button_keeps_its_focus(samira, open_page):
    announcement = announced(samira)
    page = open_page(f"/o/deplas/announcements/{announcement.uid}/", as_=samira)
    button = page.get_by_role("button", name="Roep terug")
    button.focus()
    seconds = page.locator("[data-countdown-seconds]")
    before = int(seconds.inner_text())
    with page.expect_response(lambda answer: "announcements" in answer.url):
        pass
    expect(button).to_be_focused()
    expect(seconds).not_to_have_text(str(before))


@pytest.mark.parametrize(
    "wrong", [timedelta(minutes=-3), timedelta(minutes=3), timedelta(days=400)]
)
def test_a_clock_that_is_wrong_counts_down_from_the_right_minute(samira, open_page, wrong):
    announcement = announced(samira)
    page = open_page("/o/deplas/", as_=samira)
    page.clock.set_system_time(timezone.now() + wrong)
    page.goto(f"{page.url.split('/o/')[0]}/o/deplas/announcements/{announcement.uid}/")
    shown = page.locator("[data-countdown-seconds]")
    before = int(shown.inner_text())
    left = (announcement.sends_at - timezone.now()).total_seconds()
    assert left - 2 <= before <= 60
    expect(shown).not_to_have_text(str(before))
    assert 0 < int(shown.inner_text()) <= before


def test_the_page_follows_the_mails_and_stops_asking_once_all_is_known(samira, open_page):
    announcement = announced(by(samira, at=timezone.now() - timedelta(minutes=2)))
    path = f"/o/deplas/announcements/{announcement.uid}/"
    page = open_page(path, as_=samira)
    page.clock.install()
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_text("Het vertrekt elk moment")
    begun(announcement)
    Fanout.objects.create(
        organisation=samira.organisation,
        event=Event.objects.get(kind="announcement_requested", subject_id=announcement.pk),
        message="announcement",
        subject_id=announcement.success_id,
        not_before=announcement.sends_at,
        queued=3,
        accepted=3,
        finished_at=timezone.now(),
    )
    page.clock.run_for(2100)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ze wisten het al")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.run_for(20_000)
    assert asked == []


def test_telling_announcing_and_calling_back_work_without_script(samira, omar, open_page):
    page = open_page(_tell(finished(samira)), as_=samira, script=False)
    page.get_by_role("button", name="Vertel dit succes").click()
    page.get_by_label(re.compile("Mijn eigen team")).check()
    page.get_by_role("button", name="Versturen").click()
    page.get_by_role("button", name="Roep terug").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Teruggeroepen")
    assert Announcement.objects.get().called_back_at is not None


@pytest.mark.long
@pytest.mark.parametrize("dark", [False, True])
def test_nothing_on_these_pages_shuts_anybody_out(samira, omar, open_page, dark):
    tell, success, way = finished(samira), told(samira), announced(samira)
    for path in (_tell(tell), _announce(success), f"/o/deplas/announcements/{way.uid}/"):
        for width in (320, 1280):
            page = open_page(path, as_=samira, width=width, dark=dark)
            assert violations(page) == [], path
            assert overflow(page) <= 0, (path, width)
