"""Roll-up plus tail is the refold, whatever happened, in fast and slow transactions at once."""

from __future__ import annotations

from datetime import date, timedelta

import psycopg
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.types.json import Jsonb

from backend.board import folds, selectors, services
from backend.events.models import Event

DAY = date(2026, 3, 2)
KINDS = ["listened", "tried", "changed"]


def _payloads(unit: int):
    step = st.builds(
        lambda kind, days, words: {
            "initiative_id": 1, "unit_id": unit, "kind": kind, "with_words": words,
            "done_on": (DAY + timedelta(days=days)).isoformat(),
        },
        st.sampled_from(KINDS), st.integers(0, 60), st.booleans(),
    )  # fmt: skip
    started = st.just(
        {"unit_id": unit, "stage": "idea", "process_id": None, "customer_group_id": None}
    )
    return st.one_of(
        st.tuples(st.sampled_from(["step_logged", "step_removed", "step_restored"]), step),
        st.tuples(st.just("initiative_started"), started),
    )


@pytest.mark.django_db(transaction=True)
def test_roll_up_and_tail_are_the_refold_after_any_sequence(organisation, unit):
    @settings(
        max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(st.data())
    def holds(data):
        Event.objects.all().delete()
        services.refold(organisation=organisation)
        slow = _connect()
        try:
            for kind, payload in data.draw(st.lists(_payloads(unit.pk), max_size=8)):
                # The block commits and closes, also when hypothesis ends an example halfway.
                with _connect() as fast:
                    target = slow if data.draw(st.booleans()) else fast
                    _insert(target, organisation.pk, unit.pk, kind, payload)
                if data.draw(st.booleans()):
                    services.fold_pending(organisation=organisation)
                if data.draw(st.booleans()):
                    slow.commit()
            slow.commit()
        finally:
            slow.close()
        shown = selectors.figures(organisation=organisation)
        wanted = folds.fold(Event.objects.values_list("kind", "payload"))
        assert _real(shown.steps) == _real(wanted.steps)
        assert _real(shown.tallies) == _real(wanted.tallies)
        services.refold(organisation=organisation)
        again = selectors.figures(organisation=organisation)
        assert _real(again.steps) == _real(wanted.steps)

    holds()


def _real(counted):
    return {key: value for key, value in counted.items() if value}


def _connect() -> psycopg.Connection:
    known = connection.settings_dict
    return psycopg.connect(
        host=known["HOST"], port=known["PORT"], dbname=known["NAME"], user=known["USER"],
        password=known["PASSWORD"],
    )  # fmt: skip


def _insert(target, organisation, unit, kind, payload) -> None:
    target.execute(
        "INSERT INTO events_event (uid, organisation_id, kind, subject_type, subject_id, payload,"
        " silent, happened_at) VALUES (gen_random_uuid(), %s, %s, 'unit', %s, %s, true, now())",
        [organisation, kind, unit, Jsonb(payload)],
    )
