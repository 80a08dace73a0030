"""A reminder on its way: what it says, and what is read again before it leaves."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.utils import timezone

from backend.initiatives import services as initiatives
from backend.initiatives.models import Initiative, TeamMember
from backend.messaging import reminders, services
from backend.organisations.models import Membership, MembershipState, Organisation
from backend.outbox.models import Delivery, Priority
from backend.outbox.states import State
from tests.acting import by
from tests.initiatives.factories import start
from tests.outbox.factories import always_open
from worker import sender
from worker.channels.email import mail
from worker.tasks.remind import remind_one

pytestmark = pytest.mark.django_db


@pytest.fixture
def always(organisation: Organisation) -> Organisation:
    """The organisation works day and night, so that these tests may run at any hour."""
    return always_open(organisation)


@pytest.fixture
def owed(always: Organisation, samira: Membership) -> Delivery:
    """Samira is owed a reminder about two quiet initiatives, in one mail."""
    for title in ("Meterstand via foto", "Balie open op zaterdag"):
        start(by(samira, silent=True, at=timezone.now() - timedelta(days=21)), title=title)
    remind_one(always.pk)
    return Delivery.objects.get()


def _send() -> int:
    return sender.send_due(priority=Priority.TRANSACTIONAL)


def _state(delivery: Delivery) -> str:
    delivery.refresh_from_db()
    return delivery.state


def _text(delivery: Delivery) -> str:
    parsed = message_from_bytes(mail.build(delivery, "<x@deplas>"), policy=default)
    return parsed.get_body(("plain",)).get_content()


def _both() -> list[Initiative]:
    return list(Initiative.objects.order_by("pk"))


def test_it_arrives_once_and_says_both_with_a_button_for_each_answer(sink, owed, samira):
    text = _text(owed)
    assert "Meterstand via foto" in text
    assert "Balie open op zaterdag" in text
    assert text.count("/m/") >= 6
    assert _send() == 1
    assert (_state(owed), [r.recipient for r in sink.accepted]) == (
        State.ACCEPTED,
        [samira.person.email],
    )
    remind_one(owed.organisation_id)
    assert _send() == 0
    assert len(sink.received) == 1


def test_it_can_be_stopped_with_one_press_in_the_mail_program(owed):
    parsed = message_from_bytes(mail.build(owed, "<x@deplas>"), policy=default)
    assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/m/" in parsed["List-Unsubscribe"]


def test_what_was_answered_meanwhile_is_left_out(sink, owed, samira):
    first, second = _both()
    initiatives.check_in(act=by(samira), initiative=first, answer="going_well")
    text = _text(owed)
    assert first.title not in text
    assert second.title in text


def _answered(samira: Membership) -> None:
    for initiative in _both():
        initiatives.check_in(act=by(samira), initiative=initiative, answer="going_well")


def _put_off(samira: Membership) -> None:
    for initiative in _both():
        services.snooze(
            membership=samira, rule="check_in_due", subject_id=initiative.pk,
            until=samira.organisation.today() + timedelta(days=30),
        )  # fmt: skip


def _closed(samira: Membership) -> None:
    for initiative in _both():
        initiatives.initiative_stop(act=by(samira), initiative=initiative, lesson="Te groot")


def _turned_off(samira: Membership) -> None:
    services.preference_change(act=by(samira), reminders=False)


def _left_the_team(samira: Membership) -> None:
    TeamMember.objects.filter(membership=samira).delete()


def _left(samira: Membership) -> None:
    Membership.objects.filter(pk=samira.pk).update(state=MembershipState.LEFT)


@pytest.mark.parametrize(
    "happened", [_answered, _put_off, _closed, _turned_off, _left_the_team, _left]
)
def test_what_happened_meanwhile_is_read_again_and_nothing_is_sent(sink, owed, samira, happened):
    happened(samira)
    _send()
    assert (_state(owed), sink.received) == (State.CANCELLED, [])


def test_quiet_hours_that_began_meanwhile_put_it_off_untried(sink, owed, always):
    today = always.today()
    always.working_days = [day for day in range(1, 8) if day != today.isoweekday()]
    always.save()
    _send()
    assert (_state(owed), owed.attempts, sink.received) == (State.PENDING, 0, [])
    assert owed.not_before.astimezone(always.zone).date() == today + timedelta(days=1)
    always.working_days = [1, 2, 3, 4, 5, 6, 7]
    always.save()
    Delivery.objects.update(not_before=timezone.now())
    _send()
    assert _state(owed) == State.ACCEPTED


def test_it_keeps_over_the_longest_weekend(owed):
    """From the Thursday before Easter to the Tuesday after it, in Good Friday's own time."""
    assert owed.expires_at - owed.created_at > timedelta(days=5)
    # And ends before the next one may come, so that they never arrive together.
    assert owed.expires_at - owed.created_at <= reminders.APART
