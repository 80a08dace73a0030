"""Who is reminded of what, when, and how often."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils import timezone, translation

from backend.initiatives import services as initiatives
from backend.initiatives.models import Initiative, TeamMember
from backend.messaging import messages, reminders, services, working_time
from backend.messaging.models import Reminder
from backend.organisations.models import Membership, MembershipState, Organisation, Person
from backend.outbox.models import Delivery
from backend.successes import services as successes
from backend.successes.reminders import section as untold_section
from tests.acting import by
from tests.initiatives.factories import log, start
from tests.messaging.conftest import Clock
from tests.successes.factories import finished

CHECK_IN, UNTOLD = "check_in_due", "success_not_told"
TUESDAY = "2026-03-10 10:00"


@pytest.fixture
def quiet(samira, clock: Clock) -> Initiative:
    """An initiative of Samira's of which nothing was heard for three weeks; it is Tuesday, ten."""
    now = clock(TUESDAY)
    return start(by(samira, silent=True, at=now - timedelta(days=21)))


def _owed() -> list[tuple[str, str]]:
    """Who is owed a reminder, and of which rule, in the order in which they were written."""
    return list(
        Reminder.objects.order_by("pk").values_list("membership__person__name", "rule")
    )  # fmt: skip


# When


def test_a_quiet_initiative_is_asked_about_and_a_second_tick_owes_nothing(samira, quiet):
    assert reminders.reminders_due() == 1
    assert _owed() == [("Samira Haddou", CHECK_IN)]
    assert reminders.reminders_due() == 0
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize(
    ("moment", "owed"),
    [
        ("2026-03-10 08:29", 0),
        ("2026-03-10 08:30", 1),
        ("2026-03-10 17:29", 1),
        ("2026-03-10 17:30", 0),
        ("2026-03-10 23:59", 0),
        ("2026-03-11 00:01", 0),
        ("2026-03-14 10:00", 0),  # Saturday
        ("2026-03-15 10:00", 0),  # Sunday
        ("2026-04-06 10:00", 0),  # Easter Monday
        ("2026-04-27 10:00", 0),  # the King's birthday
        ("2026-12-25 10:00", 0),
    ],
)
def test_nobody_is_reminded_in_quiet_hours_at_weekends_or_on_holidays(quiet, clock, moment, owed):
    clock(moment)
    assert reminders.reminders_due() == owed


@pytest.mark.parametrize(("works", "owed"), [(True, 1), (False, 0)])
def test_good_friday_is_as_the_organisation_chose(quiet, clock, organisation, works, owed):
    organisation.works_on_good_friday = works
    organisation.save()
    clock("2026-04-03 10:00")
    assert reminders.reminders_due() == owed


def test_working_days_are_the_organisations_own(quiet, clock, organisation):
    organisation.working_days = [6]
    organisation.save()
    assert reminders.reminders_due() == 0
    clock("2026-03-14 10:00")
    assert reminders.reminders_due() == 1


def test_quiet_hours_go_by_the_organisations_own_clock(quiet, clock, organisation):
    organisation.time_zone, organisation.country = "America/Curacao", "CW"
    organisation.save()
    clock("2026-03-10 13:29")  # 08:29 there
    assert reminders.reminders_due() == 0
    clock("2026-03-10 13:30")
    assert reminders.reminders_due() == 1


@pytest.mark.parametrize(
    ("moment", "first"),
    [
        ("2026-03-27 18:00", "2026-03-30T06:30+00:00"),  # into summer time that Sunday
        ("2026-10-23 18:00", "2026-10-26T07:30+00:00"),  # and out of it
        ("2026-03-20 18:00", "2026-03-23T07:30+00:00"),
        ("2026-04-03 18:00", "2026-04-07T06:30+00:00"),  # over Easter
    ],
)
def test_half_past_eight_is_half_past_eight_also_after_the_clock_changed(
    organisation, clock, moment, first
):
    found = working_time.next_moment(organisation, clock(moment))
    assert found == datetime.fromisoformat(first)


@pytest.mark.parametrize(
    ("moment", "first"),
    [
        ("2026-03-28 23:00", "2026-03-29T01:00+00:00"),  # half past two does not exist: three
        ("2026-10-24 23:00", "2026-10-25T00:30+00:00"),  # half past two comes twice: the first
    ],
)
def test_quiet_hours_that_end_in_the_hour_that_is_skipped_or_doubled_end_once(
    organisation, clock, moment, first
):
    organisation.working_days = [1, 2, 3, 4, 5, 6, 7]
    organisation.quiet_until = organisation.quiet_until.replace(hour=2, minute=30)
    organisation.save()
    found = working_time.next_moment(organisation, clock(moment))
    assert found == datetime.fromisoformat(first)


def test_in_the_hour_that_comes_twice_nobody_is_reminded_twice(quiet, organisation, monkeypatch):
    organisation.working_days = [1, 2, 3, 4, 5, 6, 7]
    organisation.quiet_until = organisation.quiet_until.replace(hour=2, minute=30)
    organisation.save()
    night = datetime(2026, 10, 25, tzinfo=ZoneInfo("UTC"))
    owed = []
    for quarter in range(12):
        moment = night + timedelta(minutes=15 * quarter)
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        owed.append(reminders.reminders_due())
    assert owed == [0, 0, 1, *[0] * 9]


# How often


def test_a_week_later_it_is_asked_again_and_not_on_friday_and_monday_both(quiet, clock):
    clock("2026-03-13 10:00")
    assert reminders.reminders_due() == 1
    clock("2026-03-16 10:00")  # another week of the calendar
    assert reminders.reminders_due() == 0
    clock("2026-03-20 10:00")
    assert reminders.reminders_due() == 1
    assert len(_owed()) == 2


def test_after_days_without_a_tick_there_is_one_and_not_one_for_each_week(quiet, clock):
    clock("2026-04-14 10:00")
    assert reminders.reminders_due() == 1
    assert len(_owed()) == 1


def test_at_the_turn_of_the_year_a_week_is_one_week(quiet, clock):
    clock("2026-12-31 10:00")  # 2026-W53
    assert reminders.reminders_due() == 1
    clock("2027-01-04 10:00")  # 2027-W01
    assert reminders.reminders_due() == 0


def test_what_waits_for_one_person_is_gathered_in_one_mail(samira, quiet, clock):
    finished(samira, title="Balie open op zaterdag")
    clock("2026-03-17 10:00")
    start(
        by(samira, silent=True, at=timezone.now() - timedelta(days=15)),
        title="Bellen na een klacht",
    )
    assert reminders.reminders_due() == 1
    assert sorted(_owed()) == [
        ("Samira Haddou", CHECK_IN),
        ("Samira Haddou", CHECK_IN),
        ("Samira Haddou", UNTOLD),
    ]
    assert Reminder.objects.values("delivery").distinct().count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_the_same_moment_owe_it_once(quiet, samira, joost):
    initiatives.team_join(act=by(samira), initiative=quiet, membership=joost)
    initiative = Initiative.objects.get()
    initiative.touched_at = timezone.now() - timedelta(days=21)
    initiative.save()
    for number in range(4):
        start(by(samira, silent=True, at=initiative.touched_at), title=f"Nog een {number}")
    together = Barrier(3)

    def tick() -> int:
        try:
            together.wait(10)
            return reminders.reminders_due()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        owed = [made.result() for made in [pool.submit(tick) for _number in range(3)]]
    assert sum(owed) == 2
    assert sorted(Delivery.objects.values_list("membership__person__name", flat=True)) == [
        "Joost Wever",
        "Samira Haddou",
    ]
    assert Reminder.objects.count() == 6
    assert connection.is_usable()


# Of what


def test_a_success_that_is_not_told_is_reminded_of_after_five_working_days(samira, clock):
    clock("2026-03-30 10:00")
    finished(samira)
    clock("2026-04-03 10:00")
    assert reminders.reminders_due() == 0
    samira.organisation.works_on_good_friday = False
    samira.organisation.save()
    clock("2026-04-07 10:00")  # Good Friday, Easter and the weekend did not count
    assert reminders.reminders_due() == 0
    clock("2026-04-08 10:00")
    assert reminders.reminders_due() == 1
    assert _owed() == [("Samira Haddou", UNTOLD)]


def test_the_button_to_tell_a_success_leads_to_where_it_is_told(samira):
    initiative = finished(samira)
    with translation.override("nl"):
        button = untold_section(samira, initiative.pk).buttons[0]
    assert button.label == "Vertel het succes"
    found = resolve("/" + button.url.split("/", 3)[3])
    assert (found.view_name, found.kwargs["uid"]) == ("successes:success_tell", initiative.uid)


def test_the_words_of_a_reminder_promise_no_fewer_presses_than_it_takes(samira, quiet):
    reminders.reminders_due()
    with translation.override("en"):
        content = messages.find(reminders.MESSAGE).build(Delivery.objects.get(), "en")
    assert "one press" not in " ".join(content.paragraphs)
    assert "confirm it on the page that opens" in content.paragraphs[0]


def test_a_success_that_was_told_is_not_reminded_of(samira, clock):
    clock("2026-03-10 10:00")
    initiative = finished(samira)
    success = successes.success_draft(act=by(samira), initiative=initiative)
    successes.success_tell(act=by(samira), success=success)
    clock("2026-03-24 10:00")
    assert reminders.reminders_due() == 0


def test_nobody_is_reminded_after_a_sign_of_life_of_anybody_in_the_team(samira, joost, quiet):
    initiatives.team_join(act=by(samira), initiative=quiet, membership=joost)
    log(joost, quiet)
    assert reminders.reminders_due() == 0


def test_a_closed_initiative_is_not_asked_about(samira, quiet):
    initiatives.initiative_stop(act=by(samira), initiative=quiet, lesson="Te groot")
    assert reminders.reminders_due() == 0


# Whom


def test_only_the_a_team_is_reminded(samira, joost, omar, petra, mieke, quiet):
    reminders.reminders_due()
    assert _owed() == [("Samira Haddou", CHECK_IN)]


def test_who_left_the_a_team_is_not_reminded(samira, joost, quiet):
    initiatives.team_join(act=by(samira), initiative=quiet, membership=joost)
    initiatives.team_leave(act=by(samira), initiative=quiet, membership=samira)
    Initiative.objects.update(touched_at=timezone.now() - timedelta(days=21))
    reminders.reminders_due()
    assert _owed() == [("Joost Wever", CHECK_IN)]


def test_who_turned_reminders_off_is_not_reminded_until_they_turn_them_on(samira, quiet):
    services.preference_change(act=by(samira), reminders=False)
    assert reminders.reminders_due() == 0
    services.preference_change(act=by(samira), reminders=True)
    assert reminders.reminders_due() == 1


@pytest.mark.parametrize("state", [MembershipState.LEFT, MembershipState.INVITED])
def test_who_left_or_never_came_is_not_reminded(samira, quiet, state):
    samira.state = state
    samira.save()
    assert reminders.reminders_due() == 0


def test_what_was_put_off_is_left_alone_until_its_day(samira, quiet, clock):
    services.snooze(
        membership=samira, rule=CHECK_IN, subject_id=quiet.pk,
        until=samira.organisation.today() + timedelta(days=14),
    )  # fmt: skip
    clock("2026-03-23 10:00")
    assert reminders.reminders_due() == 0
    clock("2026-03-24 10:00")
    assert reminders.reminders_due() == 1


def test_later_leaves_me_alone_for_a_week_and_my_colleague_not(samira, joost, quiet, clock):
    initiatives.team_join(act=by(samira), initiative=quiet, membership=joost)
    Initiative.objects.update(touched_at=timezone.now() - timedelta(days=21))
    initiatives.check_in(act=by(samira), initiative=Initiative.objects.get(), answer="later")
    assert reminders.reminders_due() == 1
    assert _owed() == [("Joost Wever", CHECK_IN)]
    clock("2026-03-17 10:00")
    reminders.reminders_due()
    assert ("Samira Haddou", CHECK_IN) in _owed()


@pytest.fixture
def broken(db: None) -> Organisation:
    """An organisation with a time zone that does not exist, the first that is looked at."""
    return Organisation.objects.create(slug="stuk", name="Stuk", time_zone="Nergens/Hier")


def test_one_organisation_with_a_fault_keeps_no_other_from_being_reminded(broken, quiet):
    assert Organisation.objects.order_by("pk").first() == broken
    assert reminders.reminders_due() == 1


# Many


def _crowd(organisation: Organisation, samira, quiet, number: int) -> None:
    """So many more colleagues in the A-team."""
    for one in range(number):
        person = Person.objects.create(email=f"{uuid4()}@deplas.example", name=f"Nummer {one}")
        member = Membership.objects.create(
            organisation=organisation, person=person, state=MembershipState.ACTIVE
        )
        TeamMember.objects.create(organisation=organisation, initiative=quiet, membership=member)


def test_reminding_many_takes_no_more_statements_than_reminding_a_few(organisation, samira, quiet):
    _crowd(organisation, samira, quiet, 2)
    with CaptureQueriesContext(connection) as few:
        assert reminders.reminders_due() == 3
    _crowd(organisation, samira, quiet, 20)
    with CaptureQueriesContext(connection) as many:
        assert reminders.reminders_due() == 20
    assert len(many) <= len(few)


def test_more_than_one_batch_of_people_is_reminded_once_each(
    organisation, samira, quiet, monkeypatch
):
    monkeypatch.setattr(reminders, "BATCH", 3)
    _crowd(organisation, samira, quiet, 7)
    assert reminders.reminders_due() == 8
    assert Reminder.objects.values("membership").distinct().count() == 8
    assert reminders.reminders_due() == 0
