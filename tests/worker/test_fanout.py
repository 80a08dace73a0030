"""From an announcement to one row for each of its audience."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.utils import timezone

from backend.events import reading
from backend.events.models import Event
from backend.messaging import services
from backend.messaging.models import SuccessMail
from backend.organisations.models import MembershipState
from backend.outbox import dispatch, fanout
from backend.outbox.models import Delivery, Fanout
from backend.outbox.states import State
from backend.successes import services as successes
from backend.successes.models import Success
from tests.acting import by
from tests.conftest import member
from tests.successes.factories import announced, told
from worker.channels.email import mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def started(samira, omar, petra, mieke, monkeypatch) -> Fanout:
    """A success of Samira's, announced to the organisation: Omar, Petra and Mieke."""
    announcement = announced(by(samira, at=timezone.now() - timedelta(minutes=2)))
    return _start(announcement)


def _start(announcement) -> Fanout:
    from backend.successes import announcing

    event = Event.objects.get(kind="announcement_requested", subject_id=announcement.pk)
    announcing.requested(reading.of_event(event))
    return Fanout.objects.get(event=event)


def _owed() -> set[str]:
    return set(Delivery.objects.values_list("membership__person__name", flat=True))


def test_everybody_in_the_audience_gets_one_row(started, omar, petra, mieke):
    assert fanout.fanout_advance(fanout=started)
    assert _owed() == {"Omar Tahiri", "Petra Vlam", "Mieke Bos"}
    started.refresh_from_db()
    assert (started.queued, started.finished_at is not None) == (3, True)


def test_it_goes_on_where_it_was_page_by_page(started, settings):
    settings.FANOUT_PAGE = 2
    assert not fanout.fanout_advance(fanout=started)
    assert Delivery.objects.count() == 2
    assert fanout.fanout_advance(fanout=started)
    assert Delivery.objects.count() == 3


def test_doing_it_again_from_the_start_writes_nothing_twice(started):
    fanout.fanout_advance(fanout=started)
    Fanout.objects.update(cursor=0, finished_at=None)
    fanout.fanout_advance(fanout=started)
    started.refresh_from_db()
    assert Delivery.objects.count() == started.queued == 3


def test_starting_twice_for_one_event_is_once(started):
    from backend.successes import announcing

    announcing.requested(reading.of_event(started.event))
    assert Fanout.objects.count() == 1


def test_nobody_is_mailed_about_what_they_did_themselves(samira, joost, omar):
    from backend.initiatives import services as initiatives

    success = told(samira)
    initiatives.team_join(act=by(samira), initiative=success.initiative, membership=joost)
    fanout.fanout_advance(
        fanout=_start(announced(by(samira, at=timezone.now() - timedelta(minutes=2)), success))
    )
    assert _owed() == {"Omar Tahiri"}


def test_who_wants_no_such_mail_or_left_is_no_audience(started, omar, petra):
    services.preference_change(act=by(omar), success_mail=SuccessMail.NONE)
    petra.state = MembershipState.LEFT
    petra.save()
    fanout.fanout_advance(fanout=started)
    assert _owed() == {"Mieke Bos"}


def test_who_joins_before_it_leaves_hears_of_it(started, organisation, unit):
    member(organisation, unit, "Nieuw Iemand")
    fanout.fanout_advance(fanout=started)
    assert "Nieuw Iemand" in _owed()


def test_a_second_announcement_of_one_success_mails_only_who_did_not_get_it(started, samira):
    fanout.fanout_advance(fanout=started)
    member(samira.organisation, samira.unit, "Later Gekomen")
    again = _start(
        announced(by(samira, at=timezone.now() - timedelta(minutes=2)), _success(started))
    )
    fanout.fanout_advance(fanout=again)
    again.refresh_from_db()
    assert again.queued == 1


def _success(started: Fanout):
    from backend.successes.models import Success

    return Success.objects.get(pk=started.subject_id)


def test_called_back_within_its_minute_nobody_is_mailed(samira, omar):
    announcement = announced(samira)
    found = _start(announcement)
    successes.announcement_call_back(act=by(samira), announcement=announcement)
    # The dispatcher may not know yet: the audience is read at the very moment.
    assert fanout.fanout_advance(fanout=found)
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_dispatcher_hears_of_it_being_called_back(samira, omar):
    announcement = announced(samira)
    successes.announcement_call_back(act=by(samira), announcement=announcement)
    dispatch.events_dispatch()
    assert not Fanout.objects.filter(called_back_at=None).exists()


def test_its_rows_are_not_sent_before_its_minute_has_passed(started):
    Fanout.objects.update(not_before=timezone.now() + timedelta(seconds=40))
    started.refresh_from_db()
    fanout.fanout_advance(fanout=started)
    assert set(Delivery.objects.values_list("not_before", flat=True)) == {started.not_before}
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.PENDING}


def test_a_story_cannot_ask_for_the_readers_own_link(samira, omar):
    story = "Kijk op https://elders.example/?t=[[unsubscribe]] voor meer."
    success = told(samira)
    Success.objects.update(story=story)
    announcement = announced(by(samira, at=timezone.now() - timedelta(minutes=2)), success)
    fanout.fanout_advance(fanout=_start(announcement))
    built = message_from_bytes(mail.build(Delivery.objects.first(), "<x@deplas>"), policy=default)
    link = built["List-Unsubscribe"].strip("<>")
    for kind in ("plain", "html"):
        text = built.get_body((kind,)).get_content()
        assert link in text
        assert f"elders.example/?t={link}" not in text
        assert "t=[[unsubscribe]]" in text
