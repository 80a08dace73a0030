"""Telling a success turns the last step golden; taking it back turns it into a step again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from backend.events import reading
from backend.events.models import Event
from backend.initiatives import services as initiatives
from backend.initiatives.models import Initiative
from backend.initiatives.stages import Stage
from backend.outbox.models import Fanout
from backend.successes import announcing, selectors, services
from backend.successes.events import SuccessTold, SuccessUntold
from backend.successes.models import Announcement, Audience, Success
from tests.acting import by
from tests.initiatives.factories import kinds, last_event
from tests.successes.factories import announced, drafted, finished, told


def test_telling_turns_the_last_done_step_golden_in_its_own_week(samira):
    initiative = finished(samira)
    success = services.success_tell(
        act=by(samira), success=services.success_draft(act=by(samira), initiative=initiative)
    )
    last = selectors.steps_told(initiative=initiative).last()
    assert success.golden_step == last
    assert Initiative.objects.get().stage == Stage.CELEBRATED
    event = last_event()
    assert (event.kind, event.payload) == (
        SuccessTold.KIND,
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
    assert services.success_tell(act=by(samira), success=success).told_at == success.told_at
    assert kinds().count(SuccessTold.KIND) == 1


def test_history_is_brought_in_at_its_own_moment(samira):
    at = timezone.now() - timedelta(weeks=12)
    success = services.success_tell(
        act=by(samira, silent=True, at=at),
        success=drafted(samira),
    )
    assert (success.told_at, last_event().happened_at, last_event().silent) == (at, at, True)


def test_a_story_without_text_is_not_told(samira):
    success = drafted(samira)
    Success.objects.update(story="")
    with pytest.raises(ValidationError) as refused:
        services.success_tell(act=by(samira), success=success)
    assert list(refused.value.message_dict) == ["story"]
    assert Initiative.objects.get().stage == Stage.DONE


def test_an_initiative_that_went_on_meanwhile_is_not_told(samira):
    success = drafted(samira)
    initiatives.initiative_resume(act=by(samira), initiative=success.initiative)
    with pytest.raises(ValidationError):
        services.success_tell(act=by(samira), success=success)
    assert Success.objects.get().told_at is None


def test_a_golden_step_stays_and_is_a_step_again_when_the_telling_is_taken_back(samira):
    success = told(samira)
    step = success.golden_step
    with pytest.raises(ValidationError):
        initiatives.step_remove(act=by(samira), step=step)
    services.success_untell(act=by(samira), success=success)
    event = last_event()
    assert (event.kind, event.payload["step_id"]) == (SuccessUntold.KIND, step.pk)
    assert (event.payload["stage_before"], event.payload["stage_after"]) == ("celebrated", "done")
    assert Initiative.objects.get().stage == Stage.DONE
    assert Success.objects.get().golden_step is None


def test_taking_back_twice_is_once_and_telling_again_works(samira):
    success = told(samira)
    services.success_untell(act=by(samira), success=success)
    services.success_untell(act=by(samira), success=success)
    assert kinds().count(SuccessUntold.KIND) == 1
    assert services.success_tell(act=by(samira), success=success).told_at is not None


def test_taking_back_calls_back_an_announcement_that_still_waits(samira):
    success = told(samira)
    services.announcement_request(act=by(samira), success=success, audience=Audience.ORGANISATION)
    services.success_untell(act=by(samira), success=success)
    assert Announcement.objects.get().called_back_at is not None


def test_what_was_sent_is_taken_back_too_and_goes_no_further(samira, omar):
    """Mail that left cannot be called back; what still waits in the outbox is not sent."""
    success = told(samira)
    announced(samira, success=success)
    event = Event.objects.filter(kind="announcement_requested").latest("id")
    announcing.requested(reading.of_event(event))
    fanout = Fanout.objects.get()
    assert announcing.begin(fanout)
    assert announcing.audience(fanout).exists()
    services.success_untell(act=by(samira), success=success)
    fanout.refresh_from_db()
    assert fanout.called_back_at is not None
    assert not announcing.audience(fanout).exists()


def test_taken_back_before_the_dispatcher_looked_nobody_is_mailed(samira, omar):
    success = told(samira)
    services.announcement_request(
        act=by(samira, at=timezone.now() - timedelta(minutes=2)), success=success, audience=Audience.ORGANISATION,
        
    )  # fmt: skip
    services.success_untell(act=by(samira), success=success)
    last = Event.objects.filter(kind="announcement_requested").latest("id")
    announcing.requested(reading.of_event(last))
    assert not Fanout.objects.exists()


def test_told_again_it_is_as_it_was_with_its_day_and_its_applause(samira, mieke, omar):
    success = told(samira)
    services.applaud(act=by(omar), success=success)
    before = Success.objects.get()
    services.success_untell(act=by(mieke), success=success)
    services.success_untell_undo(act=by(mieke), success=Success.objects.get())
    after = Success.objects.get()
    assert (after.told_at, after.told_by_id) == (before.told_at, before.told_by_id)
    assert after.applause_count == 1
    services.success_untell_undo(act=by(mieke), success=after)
    assert Event.objects.filter(kind="success_told").count() == 2


def test_what_waits_to_be_told_waits_for_its_own_team_until_it_is_told(samira, joost):
    initiative = finished(samira)
    assert list(selectors.waiting_to_be_told(membership=samira)) == [initiative]
    assert not selectors.waiting_to_be_told(membership=joost)
    success = services.success_draft(act=by(samira), initiative=initiative)
    assert selectors.waiting_to_be_told(membership=samira).count() == 1
    services.success_tell(act=by(samira), success=success)
    assert not selectors.waiting_to_be_told(membership=samira)
