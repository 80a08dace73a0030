"""What becomes of the mail of an invitation that is taken back, renewed or given back."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F

from backend.accounts import invitations
from backend.events import reading
from backend.events.models import Event
from backend.messaging import messages
from backend.organisations import services
from backend.organisations.models import Membership
from backend.outbox.models import Delivery
from backend.outbox.states import State
from tests.acting import by


def dispatched() -> list[Delivery]:
    """The mails owed, after the subscribers took in everything that happened."""
    for event in Event.objects.order_by("id"):
        if event.kind == "membership_invited":
            invitations.invited(reading.of_event(event))
        if event.kind == "membership_changed":
            invitations.invited_after_all(reading.of_event(event))
    return list(Delivery.objects.filter(message="invitation").order_by("id"))


def invite(actor: Membership, **more) -> Membership:
    return services.membership_invite(
        act=by(actor), email="nina@elders.example", name="Nina Nieuw", unit=None, **more
    )


def due(delivery: Delivery) -> bool:
    delivery.refresh_from_db()
    return messages.find("invitation").still_due(Delivery.objects.get(pk=delivery.pk))


def test_a_mail_that_waits_is_not_sent_beside_the_one_that_renews_it(mieke):
    invited = invite(mieke)
    (first,) = dispatched()
    Membership.objects.filter(pk=invited.pk).update(invited_at=F("invited_at") - timedelta(hours=2))
    services.membership_remind(act=by(mieke), membership=invited)
    first, second = dispatched()
    assert (due(first), due(second)) == (False, True)


def test_taken_back_and_given_back_before_the_mail_left_it_leaves_once_more(mieke):
    invited = invite(mieke)
    (first,) = dispatched()
    services.membership_end(act=by(mieke), membership=invited)
    assert not due(first)
    Delivery.objects.filter(pk=first.pk).update(state=State.CANCELLED)
    services.membership_return(act=by(mieke), membership=invited)
    first, second = dispatched()
    assert due(second)
    assert len(dispatched()) == 2


def test_taken_back_and_given_back_after_the_mail_left_there_is_no_other(mieke):
    invited = invite(mieke)
    dispatched()
    services.membership_end(act=by(mieke), membership=invited)
    services.membership_return(act=by(mieke), membership=invited)
    assert len(dispatched()) == 1


def test_the_mail_says_who_invites_and_why(mieke):
    invite(mieke, why="Jij kent de balie.")
    content = messages.find("invitation").build(dispatched()[0], "nl")
    assert (content.quote, content.quote_source) == ("Jij kent de balie.", "Mieke Bos")
    assert "Mieke Bos" in content.why
