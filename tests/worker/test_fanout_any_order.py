"""Whoever joins, leaves or changes their mind between the pages: one row for each of the audience."""

from __future__ import annotations

from collections import Counter

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.utils import timezone
from django_scopes import scope
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from backend.events import reading
from backend.events.models import Event
from backend.initiatives.models import TeamMember
from backend.messaging import messages
from backend.messaging.models import Preference, SuccessMail
from backend.organisations.models import Membership, MembershipState, Person
from backend.outbox import fanout
from backend.outbox.models import Delivery, Fanout
from backend.successes import announcing
from backend.successes.models import Announcement
from tests.acting import by
from tests.successes.factories import announced

PAGE = 3
WHO = st.integers(0, 40)


class Audience(RuleBasedStateMachine):
    """People come and go while an announcement is written page by page, and the writer crashes.

    The model is a plain list: who is there, who wants the mail, who is in the A-team.
    """

    samira: Membership
    announcement: Announcement

    def __init__(self) -> None:
        super().__init__()
        self.entered = [transaction.atomic(), scope(organisation=self.samira.organisation)]
        for context in self.entered:
            context.__enter__()
        announcing.requested(reading.of_event(Event.objects.get(kind="announcement_requested")))
        self.fanout = Fanout.objects.get()
        self.here: dict[int, bool] = {}
        self.silent: set[int] = set()
        self.team: set[int] = set()
        self.cursor = 0
        self.expected: set[int] = set()
        self.finished = False
        for _number in range(4):
            self.join()

    def teardown(self) -> None:
        try:
            self.to_the_end()
        finally:
            transaction.set_rollback(True)
            for context in reversed(self.entered):
                context.__exit__(None, None, None)

    def _wanted(self) -> list[int]:
        return sorted(
            pk for pk, here in self.here.items()
            if here and pk not in self.silent and pk not in self.team
        )  # fmt: skip

    def _one(self, number: int) -> int:
        return list(self.here)[number % len(self.here)]

    @rule()
    def join(self) -> None:
        """Somebody new."""
        number = len(self.here)
        person = Person.objects.create(email=f"nieuw{number}@deplas.example", name="Nieuw")
        made = Membership.objects.create(organisation=self.samira.organisation, person=person)
        self.here[made.pk] = True

    @rule(who=WHO, here=st.booleans())
    def leave_or_come_back(self, who: int, here: bool) -> None:
        pk = self._one(who)
        state = MembershipState.ACTIVE if here else MembershipState.LEFT
        Membership.objects.filter(pk=pk).update(state=state)
        self.here[pk] = here

    @rule(who=WHO, silent=st.booleans())
    def turn_mail_off_or_on(self, who: int, silent: bool) -> None:
        pk = self._one(who)
        wish = SuccessMail.NONE if silent else SuccessMail.AT_ONCE
        Preference.objects.update_or_create(
            organisation=self.samira.organisation,
            membership_id=pk,
            defaults={"success_mail": wish},
        )
        (self.silent.add if silent else self.silent.discard)(pk)

    @rule(who=WHO)
    def join_the_a_team(self, who: int) -> None:
        pk = self._one(who)
        if pk not in self.team:
            TeamMember.objects.create(
                organisation=self.samira.organisation,
                initiative=self.announcement.success.initiative,
                membership_id=pk,
            )
            self.team.add(pk)

    @rule()
    def a_page(self) -> None:
        done = fanout.fanout_advance(fanout=self.fanout)
        if self.finished:
            assert done
            return
        page = [pk for pk in self._wanted() if pk > self.cursor and pk not in self.expected][:PAGE]
        self.expected.update(page)
        self.cursor = page[-1] if page else self.cursor
        self.finished = len(page) < PAGE
        assert done == self.finished
        if done:  # whoever came while it was written, and stayed, is in it
            assert all(pk <= self.cursor for pk in self._wanted())

    @rule()
    def a_crash_before_the_commit(self) -> None:
        with transaction.atomic():
            fanout.fanout_advance(fanout=self.fanout)
            transaction.set_rollback(True)

    @rule()
    def somebody_asks_again(self) -> None:
        """The event is told twice, as after a dispatcher that ended before it noted where it was."""
        announcing.requested(reading.of_event(self.fanout.event))

    def to_the_end(self) -> None:
        """All that is left; then nothing more is written, also by who begins at the start."""
        while not self.finished:
            self.a_page()
        self.the_rows_are_the_audience()
        never = set(self.here) - self.expected
        owed = set(Delivery.objects.values_list("membership", flat=True))
        assert not owed & never
        # Of those with a row, only who is still there and wants it is mailed.
        mailed = {
            row.membership_id
            for row in Delivery.objects.select_related("membership__organisation", "organisation")
            if messages.find(row.message).still_due(row)
        }
        assert mailed == {pk for pk in self.expected if self.here[pk] and pk not in self.silent}

    @invariant()
    def the_rows_are_the_audience(self) -> None:
        rows = Counter(Delivery.objects.values_list("membership", flat=True))
        assert set(rows) == self.expected
        assert all(number == 1 for number in rows.values())
        assert Fanout.objects.get().queued == len(self.expected)


@pytest.mark.django_db
def test_the_rows_are_the_audience_whoever_comes_and_goes_between_the_pages(samira, settings_page):
    announcement = announced(by(samira, at=timezone.now()))
    machine = type(
        "AudienceOfSamira", (Audience,), {"samira": samira, "announcement": announcement}
    )
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def settings_page(settings) -> None:
    settings.FANOUT_PAGE = PAGE
    assert django_settings.FANOUT_PAGE == PAGE
