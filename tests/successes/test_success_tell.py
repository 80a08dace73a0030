"""Telling a success turns the last step golden; taking it back turns it into a step again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from backend.events.kinds import Kind
from backend.initiatives import services as initiatives
from backend.initiatives.models import Initiative
from backend.initiatives.stages import Stage
from backend.successes import selectors, services
from backend.successes.models import Announcement, Audience, Success
from tests.initiatives.factories import kinds, last_event
from tests.successes.factories import announced, begun, drafted, finished, told


def test_telling_turns_the_last_done_step_golden_in_its_own_week(samira):
    initiative = finished(samira)
    success = services.success_tell(
        actor=samira, success=services.success_draft(actor=samira, initiative=initiative)
    )
    last = selectors.steps_told(initiative=initiative).last()
    assert success.golden_step == last
    assert Initiative.objects.get().stage == Stage.CELEBRATED
    event = last_event()
    assert (event.kind, event.payload) == (
        Kind.SUCCESS_TOLD,
        {
            "initiative_id": initiative.pk,
            "unit_id": samira.unit_id,
            "step_id": last.pk,
            "kind": "changed",
            "done_on": last.done_on.isoformat(),
            "stage_before": "done",
            "stage_after": "celebrated",
        },
    )


def test_telling_twice_is_telling_once(samira):
    success = told(samira)
    assert services.success_tell(actor=samira, success=success).told_at == success.told_at
    assert kinds().count(Kind.SUCCESS_TOLD) == 1


def test_history_is_brought_in_at_its_own_moment(samira):
    at = timezone.now() - timedelta(weeks=12)
    success = services.success_tell(
        actor=samira, success=drafted(samira), told_at=at, silent=True, at=at
    )
    assert (success.told_at, last_event().happened_at, last_event().silent) == (at, at, True)


def test_a_story_without_text_is_not_told(samira):
    success = drafted(samira)
    Success.objects.update(story="")
    with pytest.raises(ValidationError) as refused:
        services.success_tell(actor=samira, success=success)
    assert list(refused.value.message_dict) == ["story"]
    assert Initiative.objects.get().stage == Stage.DONE


def test_an_initiative_that_went_on_meanwhile_is_not_told(samira):
    success = drafted(samira)
    initiatives.initiative_resume(actor=samira, initiative=success.initiative)
    with pytest.raises(ValidationError):
        services.success_tell(actor=samira, success=success)
    assert Success.objects.get().told_at is None


def test_a_golden_step_stays_and_is_a_step_again_when_the_telling_is_taken_back(samira):
    success = told(samira)
    step = success.golden_step
    with pytest.raises(ValidationError):
        initiatives.step_remove(actor=samira, step=step)
    services.success_untell(actor=samira, success=success)
    event = last_event()
    assert (event.kind, event.payload["step_id"]) == (Kind.SUCCESS_UNTOLD, step.pk)
    assert (event.payload["stage_before"], event.payload["stage_after"]) == ("celebrated", "done")
    assert Initiative.objects.get().stage == Stage.DONE
    assert Success.objects.get().golden_step is None


def test_taking_back_twice_is_once_and_telling_again_works(samira):
    success = told(samira)
    services.success_untell(actor=samira, success=success)
    services.success_untell(actor=samira, success=success)
    assert kinds().count(Kind.SUCCESS_UNTOLD) == 1
    assert services.success_tell(actor=samira, success=success).told_at is not None


def test_taking_back_calls_back_an_announcement_that_still_waits(samira):
    success = told(samira)
    services.announcement_request(actor=samira, success=success, audience=Audience.ORGANISATION)
    services.success_untell(actor=samira, success=success)
    assert Announcement.objects.get().called_back_at is not None


def test_what_was_sent_is_not_taken_back(samira):
    success = told(samira)
    begun(announced(samira, success=success))
    with pytest.raises(ValidationError):
        services.success_untell(actor=samira, success=success)
    assert Success.objects.get().told_at is not None


def test_what_waits_to_be_told_waits_for_its_own_team_until_it_is_told(samira, joost):
    initiative = finished(samira)
    assert list(selectors.waiting_to_be_told(membership=samira)) == [initiative]
    assert not selectors.waiting_to_be_told(membership=joost)
    success = services.success_draft(actor=samira, initiative=initiative)
    assert selectors.waiting_to_be_told(membership=samira).count() == 1
    services.success_tell(actor=samira, success=success)
    assert not selectors.waiting_to_be_told(membership=samira)
