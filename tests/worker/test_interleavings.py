"""Any order of claiming, sending, crashing and recovering keeps the promise."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone
from django_scopes import scope
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from backend.notifications import outbox, recovery
from backend.notifications.models import Delivery, Priority
from backend.notifications.states import IN_HAND, SETTLED, State
from backend.organisations.models import Membership
from tests.notifications.factories import owe

AUDIENCE = 12
Wire = tuple[int, str]


class Outbox(RuleBasedStateMachine):
    """Two senders that may end at any point, and a sweep; the wire remembers what went over it."""

    samira: Membership

    def __init__(self) -> None:
        super().__init__()
        self.entered = scope(organisation=self.samira.organisation)
        self.entered.__enter__()
        Delivery.objects.all().delete()
        self.rows = {owe(self.samira).pk for _number in range(AUDIENCE)}
        self.hands: list[list[Delivery]] = [[], []]
        self.on_wire: dict[int, Delivery] = {}
        self.unwritten: list[list[outbox.Outcome]] = [[], []]
        self.arrived: Counter[int] = Counter()

    def teardown(self) -> None:
        self.entered.__exit__(None, None, None)

    @rule(who=st.integers(0, 1), limit=st.integers(1, 5))
    def claim(self, who: int, limit: int) -> None:
        if not self.hands[who]:
            self.hands[who] = outbox.claim(priority=Priority.BULK, limit=limit)

    @rule(who=st.integers(0, 1))
    def mark(self, who: int) -> None:
        if not self.hands[who] or who in self.on_wire:
            return
        delivery = self.hands[who].pop(0)
        marked, _ended = outbox.mark_sending(
            delivery=delivery, message_id="<x@y>", outcomes=self.unwritten[who]
        )
        self.unwritten[who] = []
        if marked:
            self.on_wire[who] = delivery
        else:  # as the sender does: it was called back, or is not ours any more
            self.unwritten[who].append(
                outbox.Outcome(delivery.pk, delivery.lease_token, State.CANCELLED)
            )

    @rule(
        who=st.integers(0, 1),
        state=st.sampled_from([State.ACCEPTED, State.BOUNCED, State.RETRY, State.UNCERTAIN]),
    )
    def hand_over(self, who: int, state: State) -> None:
        """The mail server answers: accepted and uncertain may have arrived."""
        if who not in self.on_wire:
            return
        delivery = self.on_wire.pop(who)
        if state in (State.ACCEPTED, State.UNCERTAIN):
            self.arrived[delivery.pk] += 1
        outcome = outbox.Outcome(
            delivery.pk, delivery.lease_token, state,
            not_before=timezone.now() if state == State.RETRY else None,
        )  # fmt: skip
        self.unwritten[who].append(outcome)

    @rule(who=st.integers(0, 1), later=st.sampled_from([State.PENDING, State.RETRY]))
    def put_off(self, who: int, later: State) -> None:
        """It may not leave yet, or could not be made: nothing went over the wire."""
        if self.hands[who] and who not in self.on_wire:
            delivery = self.hands[who].pop(0)
            self.unwritten[who].append(
                outbox.Outcome(delivery.pk, delivery.lease_token, later, not_before=timezone.now())
            )

    @rule(who=st.integers(0, 1))
    def write(self, who: int) -> None:
        outbox.settle(outcomes=self.unwritten[who])
        self.unwritten[who] = []

    @rule(who=st.integers(0, 1))
    def give_back(self, who: int) -> None:
        outbox.release(deliveries=self.hands[who])
        self.hands[who] = []

    @rule(who=st.integers(0, 1), arrives=st.booleans())
    def crash(self, who: int, arrives: bool) -> None:
        """Everything in memory is gone; what was on the wire may have arrived."""
        delivery = self.on_wire.pop(who, None)
        if delivery is not None and arrives:
            self.arrived[delivery.pk] += 1
        self.hands[who], self.unwritten[who] = [], []

    @rule()
    def time_passes(self) -> None:
        """Every lease runs out, also of a sender that is only slow, and the sweep comes by."""
        Delivery.objects.filter(state__in=IN_HAND).update(
            lease_until=timezone.now() - timedelta(seconds=1)
        )
        recovery.leases_recover()

    @invariant()
    def rows_equal_the_audience(self) -> None:
        assert set(Delivery.objects.values_list("pk", flat=True)) == self.rows

    @invariant()
    def nobody_is_mailed_twice(self) -> None:
        assert all(times == 1 for times in self.arrived.values())

    @invariant()
    def what_is_said_to_be_accepted_arrived(self) -> None:
        accepted = Delivery.objects.filter(state=State.ACCEPTED).values_list("pk", flat=True)
        assert set(accepted) <= set(self.arrived)

    @invariant()
    def what_waits_did_not_arrive(self) -> None:
        waiting = Delivery.objects.filter(state__in=[State.PENDING, State.RETRY])
        assert not set(waiting.values_list("pk", flat=True)) & set(self.arrived)

    @invariant()
    def a_lease_is_held_by_what_is_in_hand_and_nothing_else(self) -> None:
        for state, token in Delivery.objects.values_list("state", "lease_token"):
            assert (token is not None) == (state in IN_HAND)
            assert state in SETTLED or state in IN_HAND or token is None


@pytest.mark.django_db
def test_any_order_of_claiming_sending_crashing_and_recovering_keeps_the_promise(samira):
    machine = type("OutboxOfSamira", (Outbox,), {"samira": samira})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=80,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
