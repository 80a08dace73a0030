"""Any order of claiming, sending, crashing and recovering keeps the promise."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.organisations.models import Membership
from backend.outbox import claims, outcomes, recovery, settling
from backend.outbox.models import Delivery, Priority
from backend.outbox.states import IN_HAND, WAITING, State
from tests.outbox.factories import owe

AUDIENCE = 6
ENDS = [State.ACCEPTED, State.BOUNCED, State.RETRY, State.UNCERTAIN]
WHO, ARRIVES = st.integers(0, 1), st.booleans()
# What may happen next. A sender mostly goes on; whatever can end or delay it comes in between.
GO_ON = st.tuples(st.just("go_on"), WHO, st.sampled_from(ENDS))
STORY = st.lists(
    st.one_of(
        GO_ON, GO_ON, GO_ON, GO_ON,
        st.tuples(st.just("put_off"), WHO, st.sampled_from([State.PENDING, State.RETRY])),
        st.tuples(st.just("write"), WHO),
        st.tuples(st.just("give_back"), WHO),
        st.tuples(st.just("crash"), WHO, ARRIVES),
        st.tuples(st.just("time_passes")),
    ),
    min_size=40,
    max_size=60,
)  # fmt: skip


class Outbox:
    """Two senders that may end at any point, and a sweep; the wire remembers what went over it."""

    def __init__(self, samira: Membership) -> None:
        self.rows = {owe(samira).pk for _number in range(AUDIENCE)}
        self.hands: list[list[Delivery]] = [[], []]
        self.on_wire: dict[int, Delivery] = {}
        self.unwritten: list[list[outcomes.Outcome]] = [[], []]
        self.arrived: Counter[int] = Counter()

    def go_on(self, who: int, end: State) -> None:
        """What this sender does next: claim, mark, or hear how the mail server ends it."""
        if who in self.on_wire:
            self._hand_over(who, end)
        elif self.hands[who]:
            self._mark(who)
        else:
            self.write(who)
            self.hands[who] = claims.claim(priority=Priority.BULK, limit=3)

    def _mark(self, who: int) -> None:
        delivery = self.hands[who].pop(0)
        marked, _ended = settling.mark_sending(
            delivery=delivery, message_id="<x@y>", outcomes=self.unwritten[who]
        )
        self.unwritten[who] = []
        if marked:
            self.on_wire[who] = delivery
        else:  # as the sender does: it was called back, or is not ours any more
            self._end(who, delivery, State.CANCELLED)

    def _hand_over(self, who: int, end: State) -> None:
        """Accepted and uncertain may have arrived."""
        delivery = self.on_wire.pop(who)
        if end in (State.ACCEPTED, State.UNCERTAIN):
            self.arrived[delivery.pk] += 1
        self._end(who, delivery, end)

    def _end(self, who: int, delivery: Delivery, state: State) -> None:
        later = timezone.now() if state in WAITING else None
        self.unwritten[who].append(
            outcomes.Outcome(delivery.pk, delivery.lease_token, state, not_before=later)
        )

    def put_off(self, who: int, state: State) -> None:
        """It may not leave yet, or could not be made: nothing went over the wire."""
        if self.hands[who] and who not in self.on_wire:
            self._end(who, self.hands[who].pop(0), state)

    def write(self, who: int) -> None:
        settling.settle(outcomes=self.unwritten[who])
        self.unwritten[who] = []

    def give_back(self, who: int) -> None:
        claims.release(deliveries=self.hands[who])
        self.hands[who] = []

    def crash(self, who: int, arrives: bool) -> None:
        """Everything in memory is gone; what was on the wire may have arrived."""
        delivery = self.on_wire.pop(who, None)
        if delivery is not None and arrives:
            self.arrived[delivery.pk] += 1
        self.hands[who], self.unwritten[who] = [], []

    def time_passes(self) -> None:
        """Every lease runs out, also of a sender that is only slow, and the sweep comes by."""
        Delivery.objects.filter(state__in=IN_HAND).update(
            lease_until=timezone.now() - timedelta(seconds=1)
        )
        recovery.leases_recover()

    def holds(self) -> None:
        """The promise, and what it rests on."""
        found = list(Delivery.objects.values_list("pk", "state", "lease_token"))
        assert {pk for pk, _state, _token in found} == self.rows
        assert all(times == 1 for times in self.arrived.values()), "mailed twice"
        for pk, state, token in found:
            assert (token is not None) == (state in IN_HAND)
            assert state != State.ACCEPTED or pk in self.arrived
            assert state not in WAITING or pk not in self.arrived


@pytest.mark.django_db
def test_any_order_of_claiming_sending_crashing_and_recovering_keeps_the_promise(samira):
    ends: Counter[str] = Counter()

    @settings(max_examples=20, suppress_health_check=list(HealthCheck))
    @given(story=STORY)
    def told(story: list[tuple]) -> None:
        with transaction.atomic():
            played = Outbox(samira)
            for name, *arguments in story:
                getattr(played, name)(*arguments)
                played.holds()
            ends.update(Delivery.objects.values_list("state", flat=True))
            transaction.set_rollback(True)

    told()
    # The stories told something: mails went out, and some of them into silence.
    assert ends[State.ACCEPTED] and ends[State.UNCERTAIN]
