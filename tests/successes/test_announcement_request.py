"""Choosing who hears of a success, and calling it back within a minute."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from backend.events import reading
from backend.messaging.models import Preference, SuccessMail
from backend.organisations import services as organisations
from backend.organisations.models import Unit
from backend.successes import announcing, selectors, services
from backend.successes.events import AnnouncementCalledBack
from backend.successes.models import Announcement, Audience
from tests.acting import by
from tests.initiatives.factories import kinds, last_event
from tests.successes.factories import begun, drafted, told


def _announce(samira, success=None, audience=Audience.ORGANISATION, **fields):
    return services.announcement_request(
        act=by(samira), success=success or told(by(samira).actor), audience=audience, **fields
    )


def test_an_announcement_waits_a_minute_before_it_leaves(samira):
    announcement = _announce(samira)
    assert announcement.sends_at - announcement.requested_at == timedelta(seconds=60)
    assert last_event().payload == {
        "success_id": announcement.success_id,
        "audience": "organisation",
        "unit_ids": [],
        "sends_at": announcement.sends_at.isoformat().replace("+00:00", "Z"),
    }


def test_a_chosen_department_brings_its_teams(samira, department, unit, other_unit):
    announcement = _announce(samira, audience=Audience.CHOSEN_UNITS, units=[department])
    assert last_event().payload["unit_ids"] == sorted([department.pk, unit.pk])
    assert announcement.unit_links.count() == 2


def test_my_own_team_is_mine(samira, unit):
    _announce(samira, audience=Audience.OWN_UNIT)
    assert last_event().payload["unit_ids"] == [unit.pk]


def test_the_audience_is_who_is_there_but_not_the_a_team_itself(
    samira, omar, joost, petra, stranger
):
    everyone = selectors.announcement_audience(announcement=_announce(samira))
    assert set(everyone) == {omar, joost, petra}
    team = _announce(samira, told(samira), Audience.OWN_UNIT)
    assert set(selectors.announcement_audience(announcement=team)) == {omar}


def test_who_wants_no_mail_gets_none(samira, omar, joost):
    success = told(samira)
    Preference.objects.create(
        organisation=omar.organisation, membership=omar, success_mail=SuccessMail.NONE
    )
    found = selectors.recipients(
        success=success, chosen=Audience.ORGANISATION, unit_ids=[], actor=samira
    )
    assert set(found) == {joost}


@pytest.mark.parametrize(
    ("audience", "field"),
    [("everybody and their dog", "audience"), (Audience.CHOSEN_UNITS, "units")],
)
def test_an_audience_that_is_none_is_refused_at_its_field(samira, audience, field):
    with pytest.raises(ValidationError) as refused:
        _announce(samira, audience=audience)
    assert list(refused.value.message_dict) == [field]
    assert not Announcement.objects.exists()


def test_somebody_without_a_team_chooses_another_audience(mieke, samira):
    mieke.unit = None
    with pytest.raises(ValidationError):
        _announce(mieke, told(samira), Audience.OWN_UNIT)


def test_a_draft_is_not_announced(samira):
    with pytest.raises(ValidationError):
        _announce(samira, drafted(samira))


def test_a_team_of_another_organisation_is_never_reached(samira, stranger):
    elsewhere = Unit._base_manager.get(pk=stranger.unit_id)
    announcement = _announce(samira, audience=Audience.CHOSEN_UNITS, units=[elsewhere, samira.unit])
    assert [link.unit_id for link in announcement.unit_links.all()] == [samira.unit_id]


def test_it_can_be_called_back_within_the_minute_and_once(samira):
    announcement = _announce(samira)
    for _twice in range(2):
        services.announcement_call_back(act=by(samira), announcement=announcement)
    assert Announcement.objects.get().called_back_at is not None
    assert kinds().count(AnnouncementCalledBack.KIND) == 1
    assert last_event().payload["announcement_id"] == announcement.pk


def test_after_its_minute_it_can_be_called_back_as_long_as_nothing_was_written(samira):
    announcement = _announce(by(samira, at=timezone.now() - timedelta(minutes=5)))
    services.announcement_call_back(act=by(samira), announcement=announcement)
    assert Announcement.objects.get().called_back_at is not None


def test_once_it_began_it_cannot_be_called_back_whatever_the_clock_says(samira):
    announcement = begun(_announce(samira))
    with pytest.raises(ValidationError):
        services.announcement_call_back(act=by(samira), announcement=announcement)
    assert Announcement.objects.get().called_back_at is None


@pytest.mark.parametrize("who", ["mieke", "anton"])
def test_what_somebody_announced_just_before_they_were_taken_off_is_not_sent(samira, request, who):
    announcement, early = _announce(samira), _announce(samira)
    begun(early)
    organisations.membership_end(act=by(request.getfixturevalue(who)), membership=samira)
    announcing.asker_left(reading.of_event(last_event()))
    for one in (announcement, early):
        one.refresh_from_db()
    assert announcement.called_back_at is not None
    assert early.called_back_at is None
