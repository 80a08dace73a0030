"""The page "Mail": what an administrator sees of what waits and did not arrive, and does about it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from backend.events.models import Event
from backend.messaging import overview
from backend.outbox import attending, claims, failures, pauses, recovery
from backend.outbox.models import Delivery, FailedWork, Fanout, Pause, Priority
from backend.outbox.pauses import EVERYWHERE, Reply
from backend.outbox.states import State
from tests.acting import by
from tests.conftest import member
from tests.outbox.factories import owe
from tests.successes.factories import announced, begun

LIMIT = Reply("RCPT", "550", "5.1.90 You've reached your daily limit")


def _url(name: str = "mail", *args: Any) -> str:
    return reverse(f"messaging:{name}", args=["deplas", *args])


def _press(browse, who, name: str, data: dict[str, Any] | None = None, *args: Any) -> str:
    return browse(who).post(_url(name, *args), data or {}, follow=True).text


def _lost(who, **fields: Any) -> Delivery:
    return owe(
        who,
        **{
            "message": "invitation",
            "state": State.EXPIRED,
            "fault": "service",
            "last_code": "554",
            "last_error": "blocked using zen.spamhaus.org",
            "settled_at": timezone.now(),
            **fields,
        },
    )


@pytest.fixture
def crowd(organisation, unit) -> list:
    """Six colleagues beside the cast."""
    return [member(organisation, unit, f"Persoon{number} Nummer") for number in range(6)]


@pytest.fixture
def announcement(samira, crowd) -> Fanout:
    """A success announced to the whole organisation, its mails written."""
    found = begun(announced(by(samira, at=timezone.now() - timedelta(minutes=2))))
    return Fanout.objects.create(
        organisation=samira.organisation,
        event=Event.objects.get(kind="announcement_requested", subject_id=found.pk),
        message="announcement",
        subject_id=found.success_id,
        not_before=found.sends_at,
        finished_at=timezone.now(),
        queued=6,
    )


def _mailed(announcement: Fanout, people: list, **fields: Any) -> list[Delivery]:
    return [
        owe(
            one,
            message="announcement",
            fanout=announcement,
            subject_id=announcement.subject_id,
            **fields,
        )
        for one in people
    ]


# What it says


def test_where_all_is_well_it_says_so(anton, browse):
    page = browse(anton).get(_url()).text
    assert "De mail gaat goed weg" in page
    assert "every 5s" not in page


def test_a_way_out_that_rests_is_told_with_its_reply_and_since_when(anton, browse):
    pauses.pause(channel="email", domain=EVERYWHERE, reply=LIMIT)
    page = browse(anton).get(_url()).text
    assert "De mail wacht op de mailserver" in page
    assert "5.1.90 You&#x27;ve reached your daily limit" in page
    assert "Er gaat niets verloren" in page


def test_a_line_that_broke_is_told_by_where_in_the_talk(anton, browse):
    reply = Reply("CONNECT", "", "ConnectionRefusedError")
    pauses.pause(channel="email", domain=EVERYWHERE, reply=reply)
    assert "We kunnen hem niet bereiken." in browse(anton).get(_url()).text


def test_a_line_that_broke_in_the_middle_is_told_as_silence_and_no_word_is_put_in_its_mouth(
    anton, omar, browse
):
    pauses.pause(channel="email", domain=EVERYWHERE, reply=Reply("", "", "SMTPServerDisconnected"))
    _lost(omar, state=State.RETRY, last_code="", last_error="OutOfStep", settled_at=None)
    page = browse(anton).get(_url()).text
    assert "Hij viel stil, of zei iets wat we niet begrijpen." in page
    assert "De mailserver viel stil, of zei iets wat we niet begrijpen." in page
    assert "Hij zei:" not in page
    assert "geen mail aan voor dit adres" not in page


def test_a_domain_that_rests_is_named(anton, browse):
    pauses.pause(channel="email", domain="elders.example", reply=LIMIT)
    assert "elders.example" in browse(anton).get(_url()).text


def test_what_did_not_arrive_is_counted_with_whose_fault_it_was(anton, omar, samira, browse):
    _lost(omar)
    _lost(samira, state=State.BOUNCED, fault="recipient", last_code="550", last_error="unknown")
    page = browse(anton).get(_url()).text
    assert "2 kwamen niet aan" in page
    assert "blocked using zen.spamhaus.org" in page
    assert "Het adres bestaat niet of neemt geen mail aan." in page


def test_only_a_mail_that_is_the_same_for_all_was_tried_on_nobody_else(
    anton, omar, announcement, crowd, browse
):
    refused = {"state": State.DEAD, "fault": "message", "last_code": "554", "last_error": "header"}
    _lost(omar, **refused)
    page = browse(anton).get(_url()).text
    assert "De mailserver weigerde de mail zelf." in page
    assert "aan niemand anders" not in page
    _mailed(announcement, crowd, settled_at=timezone.now(), **refused)
    assert "Daarom stuurden we hem aan niemand anders." in browse(anton).get(_url()).text


def test_no_mail_of_another_organisation_is_counted(anton, stranger, browse):
    _lost(stranger)
    assert "niet aan" not in browse(anton).get(_url()).text


@pytest.mark.parametrize("message", ["announcement", "reminder", "stuck", "help"])
def test_of_mail_that_people_may_do_without_no_number_is_shown(message):
    from backend.messaging import messages

    found = next(one for one in messages.kinds() if one.kind.startswith(message))
    assert found.chosen


def test_two_announcements_that_differ_by_one_who_wants_mail_look_alike(
    anton, announcement, crowd, browse
):
    client = browse(anton)
    rows = _mailed(announcement, crowd, state=State.ACCEPTED)

    def seen() -> str:
        page = client.get(_url(), headers={"hx-request": "true"}).text
        return page[page.index('id="announced"') : page.index('id="kinds"')]

    before = seen()
    assert "voor " in before
    for row in rows:
        row.delete()
        assert seen() == before


def test_an_announcement_that_few_hear_of_tells_nothing(anton, samira, omar, browse):
    told_to = begun(announced(by(samira, at=timezone.now() - timedelta(minutes=2))))
    found = Fanout.objects.create(
        organisation=samira.organisation,
        event=Event.objects.get(kind="announcement_requested", subject_id=told_to.pk),
        message="announcement", subject_id=told_to.success_id, not_before=told_to.sends_at,
        finished_at=timezone.now(), queued=1,
    )  # fmt: skip
    _mailed(found, [omar], state=State.DEAD, fault="message", last_error="invalid header")
    page = browse(anton).get(_url()).text
    assert "zo weinig" in page
    assert "invalid header" not in page


def test_an_announcement_that_nobody_gets_by_mail_stands_there_too(anton, announcement, browse):
    """Else it would tell of an audience of one that this one wants no mail."""
    assert 'id="announced"' in browse(anton).get(_url()).text
    assert overview.overview(organisation=anton.organisation).announcements


# Try again


def test_try_again_opens_what_did_not_arrive_and_not_what_the_address_refused(
    anton, omar, samira, browse
):
    lost = _lost(omar)
    bounced = _lost(samira, state=State.BOUNCED, fault="recipient")
    page = _press(browse, anton, "mail_try_again", {"kind": "invitation"})
    assert "1 mail staat weer klaar" in page
    lost.refresh_from_db()
    bounced.refresh_from_db()
    assert (lost.state, lost.fault, lost.attempts) == (State.PENDING, "", 0)
    assert lost.expires_at > timezone.now()
    assert bounced.state == State.BOUNCED
    assert [row.pk for row in claims.claim(priority=Priority.BULK, limit=5)] == [lost.pk]


def test_the_second_of_two_who_press_try_again_is_told_that_it_is_under_way(anton, omar, browse):
    _lost(omar)
    _press(browse, anton, "mail_try_again", {"kind": "invitation"})
    page = _press(browse, anton, "mail_try_again", {"kind": "invitation"})
    assert "Er is niets meer om opnieuw te proberen" in page
    assert Event.objects.filter(kind="mail_tried_again").count() == 1


def test_trying_an_announcement_again_sets_its_counters_right(anton, announcement, crowd, browse):
    _mailed(announcement, crowd, state=State.DEAD, fault="message", last_error="invalid header")
    Fanout.objects.filter(pk=announcement.pk).update(failed=6, refused={"nl": "554 invalid header"})
    page = browse(anton).get(_url()).text
    assert "invalid header" in page
    _press(
        browse, anton, "mail_try_again", {"kind": "announcement", "announcement": announcement.uid}
    )
    announcement.refresh_from_db()
    assert (announcement.failed, announcement.refused) == (0, {})
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.PENDING}


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"kind": "nothing"},
        {"kind": "announcement"},
        {"kind": "announcement", "announcement": "x"},
        {"kind": "announcement", "announcement": str(uuid4())},
    ],
)
@pytest.mark.parametrize("action", ["mail_try_again", "mail_cancel"])
def test_what_is_on_no_line_of_the_page_is_refused_in_a_sentence(anton, browse, action, data):
    assert "Die mail staat niet meer op deze pagina." in _press(browse, anton, action, data)


# Cancel, and undo


def test_what_waits_is_cancelled_and_put_back(anton, omar, browse):
    row = owe(omar, message="invitation")
    page = _press(browse, anton, "mail_cancel", {"kind": "invitation"})
    row.refresh_from_db()
    assert row.state == State.CANCELLED
    undo = _url("mail_cancel_undo", row.cancelled_by)
    assert undo in page
    browse(anton).post(undo)
    row.refresh_from_db()
    assert (row.state, row.cancelled_by) == (State.PENDING, None)


def test_undo_puts_back_what_that_press_cancelled_and_nothing_else(anton, omar, samira):
    owe(omar, message="invitation")
    first = attending.mail_cancel(act=by(anton), kind="invitation", fanout=None)
    kept = owe(samira, message="invitation")
    assert attending.mail_cancel(act=by(anton), kind="invitation", fanout=None)
    assert attending.mail_cancel_undo(act=by(anton), press=first) == 1
    kept.refresh_from_db()
    assert kept.state == State.CANCELLED
    assert attending.mail_cancel_undo(act=by(anton), press=first) == 0


def test_an_announcement_is_not_cancelled_while_its_mails_are_written(
    anton, announcement, crowd, browse
):
    _mailed(announcement, crowd)
    Fanout.objects.filter(pk=announcement.pk).update(finished_at=None)
    data = {"kind": "announcement", "announcement": announcement.uid}
    assert "worden nog klaargezet" in _press(browse, anton, "mail_cancel", data)
    assert not Delivery.objects.filter(state=State.CANCELLED).exists()


def test_who_announced_it_reads_that_the_mail_was_stopped(
    anton, samira, announcement, crowd, browse
):
    _mailed(announcement, crowd)
    data = {"kind": "announcement", "announcement": announcement.uid}
    _press(browse, anton, "mail_cancel", data)
    announcement.refresh_from_db()
    assert announcement.cancelled == 6
    from backend.successes.models import Announcement

    page = reverse("successes:announcement_detail", args=["deplas", Announcement.objects.get().uid])
    assert "De mail is gestopt" in browse(samira).get(page).text


# Hold, and go on


def test_on_hold_nothing_leaves_or_expires_and_later_it_keeps_for_as_much_longer(
    anton, omar, stranger, browse
):
    row, elsewhere = owe(omar, message="invitation"), owe(stranger)
    assert "Alle mail wacht nu." in _press(browse, anton, "mail_hold")
    assert "Alle mail wachtte al." in _press(browse, anton, "mail_hold")
    assert [d.pk for d in claims.claim(priority=Priority.BULK, limit=9)] == [elsewhere.pk]
    Pause.objects.update(since=timezone.now() - timedelta(days=3))
    Delivery.objects.filter(pk=row.pk).update(expires_at=timezone.now() - timedelta(days=1))
    assert recovery.late_expire() == 0
    assert "Anton Griffioen houdt hem vast" in browse(anton).get(_url()).text
    assert "De mail mag weer weg." in _press(browse, anton, "mail_resume")
    row.refresh_from_db()
    assert row.expires_at > timezone.now() + timedelta(days=1)
    assert [d.pk for d in claims.claim(priority=Priority.BULK, limit=9)] == [row.pk]


def test_trying_now_ends_the_wait_of_a_pause_and_not_the_pause(anton, omar, browse):
    pauses.pause(channel="email", domain=EVERYWHERE, reply=LIMIT)
    pauses.pause(channel="email", domain="deplas.example", reply=LIMIT)
    later = timezone.now() + timedelta(hours=1)
    held = owe(omar, held_for="deplas.example", not_before=later)
    assert "Eén mail probeert het" in _press(browse, anton, "mail_probe")
    assert not Pause.objects.filter(until__gt=timezone.now()).exists()
    assert Pause.objects.count() == 2
    held.refresh_from_db()
    assert held.not_before <= timezone.now()


# What failed in the background


@pytest.fixture
def dead(anton) -> FailedWork:
    """Reminders that failed as often as they are tried by themselves."""
    for _try in range(failures.MOST_TRIES):
        found = failures.note(
            what=failures.What.REMINDERS, organisation_id=anton.organisation_id,
            subject_id=anton.organisation_id, error=KeyError("geheim"),
        )  # fmt: skip
    return found


def test_work_that_was_set_aside_is_named_and_tried_again_once(anton, dead, browse):
    page = browse(anton).get(_url()).text
    assert "De herinneringen van vandaag klaarzetten" in page
    assert "KeyError" in page
    assert "geheim" not in page
    assert "We proberen het nu opnieuw." in _press(
        browse, anton, "work_try_again", {"work": dead.uid}
    )
    dead.refresh_from_db()
    assert dead.dead_at is None
    assert dead.try_after <= timezone.now()
    again = _press(browse, anton, "work_try_again", {"work": dead.uid})
    assert "We proberen het al opnieuw" in again
    assert Event.objects.filter(kind="work_tried_again").count() == 1


def test_work_that_went_well_meanwhile_or_is_anothers_is_not_tried(anton, dead, stranger, browse):
    elsewhere = failures.note(
        what=failures.What.REMINDERS, organisation_id=stranger.organisation_id,
        subject_id=stranger.organisation_id, error=KeyError("x"),
    )  # fmt: skip
    dead.delete()
    for work in (dead.uid, elsewhere.uid, "x", ""):
        page = _press(browse, anton, "work_try_again", {"work": work})
        assert "intussen gelukt" in page
    assert not Event.objects.filter(kind="work_tried_again").exists()


def test_the_settings_point_to_the_page_when_it_has_something_to_tell(anton, browse):
    settings = reverse("organisations:settings", args=["deplas"])
    assert "vraagt je aandacht" not in browse(anton).get(settings).text
    pauses.pause(channel="email", domain=EVERYWHERE, reply=LIMIT)
    assert "vraagt je aandacht" in browse(anton).get(settings).text


def test_the_page_asks_no_more_questions_when_more_was_sent(
    anton, announcement, crowd, django_assert_max_num_queries
):
    _mailed(announcement, crowd, state=State.ACCEPTED)
    for one in crowd:
        _lost(one)
    with django_assert_max_num_queries(25):
        overview.overview(organisation=anton.organisation)
