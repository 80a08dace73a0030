"""Choosing an audience, sending, calling back, and seeing how far it is."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from backend.events.models import Event
from backend.messaging.models import SuccessMail
from backend.messaging.services import preference_change
from backend.organisations.models import Membership, Unit
from backend.organisations.roles import Role
from backend.outbox import attending, pauses
from backend.outbox.fanout import fanout_advance
from backend.outbox.models import Delivery, Fanout
from backend.outbox.pauses import Reply
from backend.successes.models import Announcement
from tests.acting import by
from tests.conftest import member
from tests.outbox.factories import owe
from tests.successes.factories import announced, begun, told


def _url(row, name: str = "announcement_request") -> str:
    return reverse(f"successes:{name}", args=["deplas", row.uid])


HTMX = {"hx-request": "true"}


def _fanout(announcement, **counts: int) -> Fanout:
    begun(announcement)
    return Fanout.objects.create(
        organisation=announcement.organisation,
        event=Event.objects.get(kind="announcement_requested", subject_id=announcement.pk),
        message="announcement",
        subject_id=announcement.success_id,
        not_before=announcement.sends_at,
        finished_at=timezone.now(),
        **counts,
    )


def _crowd(unit) -> None:
    """So many colleagues that a number tells nothing about one of them."""
    for name in ("Anna", "Bram", "Cees", "Dina", "Eva"):
        member(unit.organisation, unit, name, Role.STAFF)


def test_the_page_shows_the_mail_and_how_many_hear_of_it_before_anything_is_sent(
    samira, omar, joost, petra, browse
):
    success = told(samira)
    text = browse(samira).get(_url(success)).text
    assert "3 collega’s horen ervan" in text
    assert _url(success, "announcement_preview") in text
    assert not Announcement.objects.exists()


def test_the_number_follows_the_choice(samira, omar, joost, department, browse):
    success, client = told(samira), browse(samira)
    for choice, number in (
        ({"audience": "own_unit"}, "1"),
        ({"audience": "organisation"}, "2"),
        ({"audience": "chosen_units", "units": [str(department.uid)]}, "1"),
    ):
        answer = client.post(_url(success, "announcement_reach"), choice, headers=HTMX)
        assert f'<strong class="figure">{number}</strong>' in answer.text
        assert "<html" not in answer.text
    for open_choice in ({"audience": "chosen_units"}, {"audience": "iedereen"}, {}):
        answer = client.post(_url(success, "announcement_reach"), open_choice, headers=HTMX)
        assert "Kies, en zie" in answer.text


def test_a_hundred_ticked_teams_are_counted_without_an_address_that_grows(samira, browse):
    success = told(samira)
    make = [Unit(organisation=samira.organisation, name=f"Team {n}") for n in range(120)]
    chosen = [str(unit.uid) for unit in Unit.objects.bulk_create(make)]
    page = browse(samira).get(_url(success)).text
    assert f'hx-post="{_url(success, "announcement_reach")}"' in page
    sent = {"audience": "chosen_units", "units": chosen}
    answer = browse(samira).post(_url(success, "announcement_reach"), sent, headers=HTMX)
    assert answer.status_code == 200
    assert "announce__reach" in answer.text
    assert answer["Typed"] == "kept"
    assert Announcement.objects.count() == 0


def test_sending_waits_a_minute_on_a_page_of_its_own(samira, browse):
    success, client = told(samira), browse(samira)
    answer = client.post(_url(success), {"audience": "organisation", "key": str(uuid4())})
    announcement = Announcement.objects.get()
    assert answer["Location"] == _url(announcement, "announcement_detail")
    page = client.get(answer["Location"]).text
    assert _url(announcement, "announcement_call_back") in page
    assert 'hx-trigger="every 2s"' in page


@pytest.mark.parametrize(
    ("minutes", "is_said"), [(1, "Het vertrekt elk moment"), (3, "Het vertrekt later dan gepland")]
)
def test_one_whose_time_is_long_past_is_not_said_to_go_out_any_moment(
    samira, browse, minutes, is_said
):
    announcement = announced(samira)
    Announcement.objects.update(sends_at=timezone.now() - timedelta(minutes=minutes))
    page = browse(samira).get(_url(announcement, "announcement_detail")).text
    assert is_said in page
    assert _url(announcement, "announcement_call_back") in page
    assert 'hx-trigger="every 2s"' in page
    assert ("seconden te gaan" in page) is (minutes == 1)


def test_a_double_press_is_one_announcement(samira, browse):
    success, client = told(samira), browse(samira)
    typed = {"audience": "organisation", "key": str(uuid4())}
    first, second = (client.post(_url(success), typed)["Location"] for _twice in range(2))
    assert first == second
    assert Announcement.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "audience"),
        ({"audience": "iedereen"}, "audience"),
        ({"audience": "chosen_units"}, "units"),
        ({"audience": "chosen_units", "units": ["x"]}, "units"),
        ({"audience": "chosen_units", "units": ["0197f7a0-0000-7000-8000-000000000000"]}, "units"),
    ],
)
def test_a_choice_that_is_none_is_told_at_its_field(samira, browse, typed, field):
    answer = browse(samira).post(_url(told(samira)), {"key": str(uuid4()), **typed})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Announcement.objects.exists()


def test_a_team_of_another_organisation_is_no_choice(samira, stranger, browse):
    typed = {"audience": "chosen_units", "units": [str(stranger.unit.uid)]}
    assert browse(samira).post(_url(told(samira)), typed).status_code == 422


def test_only_the_a_team_and_the_programme_manager_announce(samira, omar, mieke, stranger, browse):
    success, announcement = told(samira), announced(samira)
    typed = {"audience": "organisation"}
    assert browse(omar).post(_url(success), typed).status_code == 403
    for name in ("announcement_detail", "announcement_call_back"):
        assert browse(omar).post(_url(announcement, name)).status_code in {403, 405}
    assert browse(omar).get(_url(announcement, "announcement_detail")).status_code == 403
    elsewhere = _url(success).replace("/deplas/", "/verweg/")
    assert browse(stranger).post(elsewhere, typed).status_code == 404
    assert browse(mieke).post(_url(success), typed).status_code == 302


def test_the_mail_stands_in_a_frame_that_runs_nothing(samira, browse):
    answer = browse(samira).get(_url(told(samira), "announcement_preview"))
    policy = answer["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "Meterstand via foto" in answer.text
    page = browse(samira).get(_url(told(samira)))["Content-Security-Policy"]
    assert "frame-src 'self'" in page
    assert "unsafe" not in page


def test_it_can_be_called_back_in_time_by_a_press_not_by_looking(samira, browse):
    announcement, client = announced(samira), browse(samira)
    url = _url(announcement, "announcement_call_back")
    assert client.get(url).status_code == 302
    assert Announcement.objects.get().called_back_at is None
    page = client.post(url, follow=True).text
    assert Announcement.objects.get().called_back_at is not None
    assert "every 2s" not in page


def test_called_back_too_late_says_so(samira, browse):
    announcement = begun(announced(samira))
    page = browse(samira).post(_url(announcement, "announcement_call_back"), follow=True).text
    assert "Te laat" in page
    assert Announcement.objects.get().called_back_at is None


def test_progress_is_read_from_the_counters_until_it_is_finished(samira, unit, browse):
    _crowd(unit)
    announcement = announced(by(samira, at=timezone.now() - timedelta(minutes=2)))
    url, client = _url(announcement, "announcement_detail"), browse(samira)
    assert "every 2s" in client.get(url).text
    fanout = _fanout(announcement, queued=10, accepted=6, failed=1)
    piece = client.get(url, headers=HTMX).text
    assert 'max="4" value="2"' in piece
    assert "De helft is weg." in piece
    assert "every 2s" in piece
    assert "<html" not in piece
    Fanout.objects.filter(pk=fanout.pk).update(accepted=8, uncertain=1)
    assert "every 2s" not in client.get(url, headers=HTMX).text


def test_who_hears_by_an_announcement_that_stands_or_waits_is_not_counted_again(
    samira, omar, joost, browse
):
    first, client = announced(samira, audience="own_unit"), browse(samira)
    url, reach = _url(first.success), _url(first.success, "announcement_reach")
    answer = client.post(reach, {"audience": "organisation"}, headers=HTMX)
    assert '<strong class="figure">1</strong>' in answer.text
    assert "Daar weet iedereen het al." in client.get(url).text
    client.post(_url(first, "announcement_call_back"))
    answer = client.post(reach, {"audience": "organisation"}, headers=HTMX)
    assert '<strong class="figure">2</strong>' in answer.text


def test_no_number_tells_whether_a_colleague_wants_mail(samira, omar, joost, browse):
    """Of a team of one it would be a figure about one person."""
    success, client = told(samira), browse(samira)
    reach = _url(success, "announcement_reach")
    before = client.post(reach, {"audience": "own_unit"}, headers=HTMX).text
    preference_change(act=by(omar), success_mail=SuccessMail.NONE)
    assert client.post(reach, {"audience": "own_unit"}, headers=HTMX).text == before
    announcement = announced(by(samira, at=timezone.now() - timedelta(minutes=2)), success=success)
    fanout = _fanout(announcement, queued=1, accepted=1)
    one = client.get(_url(announcement, "announcement_detail"), headers=HTMX).text
    assert "2 collega’s" in one
    for counts in ({"queued": 0, "accepted": 0}, {"accepted": 0, "failed": 1}, {"accepted": 0}):
        Fanout.objects.filter(pk=fanout.pk).update(**{"queued": 1, **counts})
        assert client.get(_url(announcement, "announcement_detail"), headers=HTMX).text == one


def test_two_audiences_that_differ_by_one_tell_nothing_of_that_one(samira, unit, browse):
    """What is shown depends on who is in the audience, never on who of them wants mail."""
    _crowd(unit)
    success, client = told(samira), browse(samira)
    announcement = announced(by(samira, at=timezone.now() - timedelta(minutes=2)), success=success)
    fanout = _fanout(announcement, queued=5, accepted=5)
    url = _url(announcement, "announcement_detail")
    all_want = client.get(url, headers=HTMX).text
    assert "5 collega’s" in all_want
    for wanting in (4, 1, 0):
        Fanout.objects.filter(pk=fanout.pk).update(queued=wanting, accepted=wanting)
        assert client.get(url, headers=HTMX).text == all_want
    Fanout.objects.filter(pk=fanout.pk).update(queued=5, accepted=4, failed=1)
    assert client.get(url, headers=HTMX).text == all_want


def test_mail_that_waits_for_the_mail_server_says_so_and_not_that_all_know(samira, unit, browse):
    _crowd(unit)
    announcement = announced(by(samira, at=timezone.now() - timedelta(minutes=2)))
    _fanout(announcement, queued=5, accepted=1)
    reply = Reply("RCPT", "550", "5.1.90 daily limit")
    pauses.pause(channel="email", domain=pauses.EVERYWHERE, reply=reply)
    piece = browse(samira).get(_url(announcement, "announcement_detail"), headers=HTMX).text
    assert "De mail wacht" in piece
    assert "Je collega’s weten het" not in piece
    assert "every 2s" in piece


@pytest.mark.parametrize("crowd", [True, False])
def test_mail_that_somebody_holds_says_so_and_not_that_it_is_going_out(
    samira, anton, unit, browse, crowd
):
    if crowd:
        _crowd(unit)
    announcement = announced(by(samira, at=timezone.now() - timedelta(minutes=2)))
    fanout = _fanout(announcement, queued=5, accepted=1)
    if not crowd:
        Fanout.objects.filter(pk=fanout.pk).update(finished_at=None)
    attending.mail_hold(act=by(anton))
    client, url = browse(samira), _url(announcement, "announcement_detail")
    piece = client.get(url, headers=HTMX).text
    assert "Een beheerder houdt alle mail vast" in piece
    assert "onderweg" not in piece.lower()
    assert "Klaar om ongeveer" not in piece
    assert "every 2s" in piece
    attending.mail_resume(act=by(anton))
    assert "houdt alle mail vast" not in client.get(url, headers=HTMX).text


def test_who_is_about_to_announce_reads_that_mail_waits(samira, anton, browse):
    client, page = browse(samira), _url(told(samira), "announcement_request")
    attending.mail_hold(act=by(anton))
    said = client.get(page).text
    assert "Een beheerder houdt alle mail vast" in said
    assert "De mail wacht niet" not in said
    attending.mail_resume(act=by(anton))
    reply = Reply("RCPT", "550", "5.1.90 daily limit")
    pauses.pause(channel="email", domain=pauses.EVERYWHERE, reply=reply)
    assert "Er gaat niets verloren" in client.get(page).text


def test_what_was_announced_to_a_team_stays_so_when_who_did_it_moves(
    samira, unit, other_unit, browse
):
    announcement = begun(announced(samira, audience="own_unit"))
    page = _url(announcement.success)
    for now in (other_unit, None):
        Membership.objects.filter(pk=samira.pk).update(unit=now)
        said = browse(samira).get(page).text
        assert f"aan het team {unit.name}" in said


def test_where_mails_did_not_arrive_nobody_new_is_not_the_whole_story(samira, unit, browse):
    """Announcing again said "Niemand nieuw" while 202 of 241 had got nothing."""
    _crowd(unit)
    success, client = told(samira), browse(samira)
    announcement = announced(by(samira, at=timezone.now() - timedelta(minutes=2)), success=success)
    fanout = _fanout(announcement, queued=5, accepted=0, failed=5)
    reach, whole = _url(success, "announcement_reach"), {"audience": "organisation"}
    assert "Niemand nieuw" in client.post(reach, whole, headers=HTMX).text
    for somebody in Membership.objects.exclude(pk=samira.pk):
        owe(somebody, message="announcement", subject_id=success.pk, fanout=fanout, state="expired")
    said = client.post(reach, whole, headers=HTMX).text
    assert "Niemand nieuw" not in said
    assert "kwam niet aan" in said
    page = client.get(_url(announcement, "announcement_detail")).text
    assert "Je beheerder" in page


def test_announcing_again_mails_who_missed_it_and_nobody_twice(samira, unit):
    _crowd(unit)
    success = told(samira)
    first = _fanout(
        announced(by(samira, at=timezone.now() - timedelta(minutes=2)), success=success)
    )
    people = list(Membership.objects.exclude(pk=samira.pk).order_by("pk"))
    for somebody, state in zip(
        people, ["accepted", "bounced", "expired", "dead", "uncertain"], strict=True
    ):
        owe(
            somebody, message="announcement", subject_id=success.pk, fanout=first, state=state,
            dedupe_key=f"announcement:{success.pk}:{somebody.pk}", attempts=3, fault="service",
        )  # fmt: skip
    again = _fanout(
        announced(by(samira, at=timezone.now() - timedelta(minutes=2)), success=success)
    )
    Fanout.objects.filter(pk=again.pk).update(finished_at=None)
    assert fanout_advance(fanout=again)
    again.refresh_from_db()
    opened = Delivery.objects.filter(fanout=again)
    assert {d.membership_id for d in opened} == {people[2].pk, people[3].pk}
    assert {(d.state, d.attempts, d.fault) for d in opened} == {("pending", 0, "")}
    assert again.queued == 2
    assert Delivery.objects.count() == 5


@pytest.mark.parametrize(("days_ahead", "is_said"), [(0, False), (1, True)])
def test_who_announces_outside_working_hours_is_told_that_mail_does_not_wait(
    samira, organisation, browse, days_ahead, is_said
):
    organisation.country = ""  # whose holidays nobody knows
    organisation.working_days = [(organisation.today() + timedelta(days=days_ahead)).isoweekday()]
    # An hour of quiet, far from now.
    now = timezone.localtime(timezone=organisation.zone)
    organisation.quiet_from, organisation.quiet_until = (
        (now + timedelta(hours=hours)).time().replace(second=0, microsecond=0) for hours in (11, 12)
    )
    organisation.save()
    page = reverse("successes:announcement_request", args=["deplas", told(samira).uid])
    assert ("De mail wacht niet" in browse(samira).get(page).text) is is_said


def test_one_that_waits_is_not_called_announced_and_leads_to_where_it_is_called_back(
    samira, browse
):
    announcement = announced(samira)
    page = browse(samira).get(_url(announcement.success)).text
    assert "Een mail erover is nog niet weg" in page
    assert _url(announcement, "announcement_detail") in page
    begun(announcement)
    page = browse(samira).get(_url(announcement.success)).text
    assert "Een mail erover is nog niet weg" not in page
    assert "Aangekondigd op" in page
