"""Clapping: one click, one clap, one number that is always right."""

from __future__ import annotations

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django_scopes import scope

from backend.initiatives import services as initiatives
from backend.successes import selectors, services
from backend.successes.events import ApplauseGiven, ApplauseWithdrawn
from backend.successes.models import Applause, Success
from tests.acting import by
from tests.initiatives.factories import kinds, last_event
from tests.successes.factories import drafted, told


def test_a_colleague_claps_and_is_counted(samira, omar):
    success = services.applaud(act=by(omar), success=told(samira))
    assert success.applause_count == 1
    assert (last_event().kind, last_event().payload) == (
        ApplauseGiven.KIND,
        {"success_id": success.pk},
    )


def test_a_double_click_is_one_clap_and_taking_back_twice_is_once(samira, omar, joost):
    success = told(samira)
    for member in (omar, omar, joost):
        services.applaud(act=by(member), success=success)
    for _again in range(2):
        services.applause_withdraw(act=by(omar), success=success)
    assert Success.objects.get().applause_count == 1 == Applause.objects.count()
    assert kinds().count(ApplauseGiven.KIND) == 2
    assert kinds().count(ApplauseWithdrawn.KIND) == 1


def test_nobody_claps_for_a_draft(samira, omar):
    with pytest.raises(ValidationError):
        services.applaud(act=by(omar), success=drafted(samira))


def test_who_clapped_is_told_to_the_a_team_and_to_nobody_else(samira, omar, joost):
    success = told(samira)
    for member in (omar, joost):
        services.applaud(act=by(member), success=success)
    [item] = selectors.applause_for(membership=samira)
    assert (item["success"], item.count) == (success, 2)
    assert selectors.applause_for(membership=joost) == []


def test_nobody_claps_for_what_they_made_themselves(samira, omar, browse):
    success = told(samira)
    initiatives.team_join(act=by(samira), initiative=success.initiative, membership=omar)
    for maker in (samira, omar):
        url = reverse("successes:applaud", args=["deplas", success.uid])
        answer = browse(maker).post(url, follow=True)
        assert "het applaus is voor jullie" in answer.text
    assert not Applause.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_windows_of_one_person_at_the_same_moment_are_one_clap(samira, omar, joost):
    success = told(samira)
    barrier = threading.Barrier(6)

    def clap(member):
        with scope(organisation=success.organisation):
            barrier.wait()
            services.applaud(act=by(member), success=Success.objects.get(pk=success.pk))
        connection.close()

    threads = [threading.Thread(target=clap, args=[who]) for who in [omar, joost] * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Success.objects.get().applause_count == 2 == Applause.objects.count()
