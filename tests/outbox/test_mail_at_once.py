"""Two administrators who press the same button of the page "Mail" at the same moment: once is once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone
from django_scopes import scope

from backend.accounts import services as accounts
from backend.events.models import Event
from backend.organisations.models import Membership, MembershipState
from backend.organisations.roles import Role
from backend.outbox import attending, failures
from backend.outbox.models import Delivery, FailedWork, Pause
from backend.outbox.states import State
from tests.acting import by
from tests.at_once import at_once, while_held
from tests.conftest import member
from tests.outbox.factories import owe

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada(organisation, department) -> Membership:
    """A second administrator."""
    return member(organisation, department, "Ada Admin", Role.ADMINISTRATOR)


def _scoped(work: Callable[[], Any], organisation: Any) -> Callable[[], Any]:
    def run() -> Any:
        with scope(organisation=organisation):
            return work()

    return run


def _both(
    anton: Membership, ada: Membership, service: Callable[..., Any], **arguments: Any
) -> list:
    presses = [
        _scoped(partial(service, act=by(who), **arguments), anton.organisation)
        for who in (anton, ada)
    ]
    return while_held(*presses)


def test_of_two_who_try_the_same_mail_again_one_has_the_effect(anton, ada, omar, samira):
    for who in (omar, samira):
        owe(who, message="invitation", state=State.DEAD, settled_at=timezone.now())
    assert _both(anton, ada, attending.mail_try_again, kind="invitation", fanout=None) == [2, 0]
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.PENDING}
    assert Event.objects.filter(kind="mail_tried_again").count() == 1


def test_of_two_who_try_set_aside_work_again_one_has_the_effect(anton, ada):
    for _try in range(failures.MOST_TRIES):
        work = failures.note(
            what=failures.What.REMINDERS, organisation_id=anton.organisation_id,
            subject_id=anton.organisation_id, error=ValueError("x"),
        )  # fmt: skip
    assert _both(anton, ada, attending.work_try_again, work=work) == [True, False]
    assert FailedWork.objects.get().dead_at is None
    assert Event.objects.filter(kind="work_tried_again").count() == 1


def test_of_two_who_send_an_invitation_again_one_has_the_effect(anton, ada, omar):
    omar.state = MembershipState.INVITED
    omar.save()
    owe(omar, message="invitation", state=State.BOUNCED, settled_at=timezone.now())
    assert _both(anton, ada, accounts.invitation_again, membership=omar) == [True, False]
    assert Delivery.objects.get().state == State.PENDING


def test_two_who_hold_all_mail_and_two_who_let_it_go_on_are_one(anton, ada, omar):
    expires = timezone.now() + timedelta(hours=1)
    owe(omar, expires_at=expires)
    hold = [
        _scoped(partial(attending.mail_hold, act=by(who)), anton.organisation)
        for who in (anton, ada)
    ]
    assert sorted(at_once(*hold)) == [False, True]
    assert Pause.objects.count() == 1
    Pause.objects.update(since=timezone.now() - timedelta(hours=4))
    assert _both(anton, ada, attending.mail_resume) == [True, False]
    assert not Pause.objects.exists()
    longer = Delivery.objects.get().expires_at - expires
    assert timedelta(hours=4) <= longer < timedelta(hours=5)


def test_cancelling_while_somebody_tries_again_ends_in_one_of_the_two(anton, ada, omar):
    owe(omar, message="invitation", state=State.DEAD, settled_at=timezone.now())
    again = partial(attending.mail_try_again, act=by(anton), kind="invitation", fanout=None)
    cancel = partial(attending.mail_cancel, act=by(ada), kind="invitation", fanout=None)
    number, press = while_held(
        _scoped(again, anton.organisation), _scoped(cancel, anton.organisation)
    )
    assert number == 1
    assert (Delivery.objects.get().state == State.CANCELLED) == (press is not None)
