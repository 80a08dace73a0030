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
from backend.initiatives.events import (
    CheckInAnswered,
    CheckInUndone,
    InitiativeChanged,
    InitiativeFinished,
    InitiativeResumed,
    InitiativeStarted,
    InitiativeStopped,
    StepChanged,
    StepLogged,
    StepRemoved,
    StepRestored,
)
from backend.listening.events import WordsNoted, WordsWithdrawn
from backend.successes.events import SuccessTold, SuccessUntold

DAY = date(2026, 3, 2)
KINDS = ["listened", "tried", "changed"]


STAGES = ["idea", "doing", "done", "celebrated", "stopped"]


def _events(*units: int):
    """Any event that the board counts, as (kind, payload)."""
    unit = st.sampled_from(units)
    day = st.integers(0, 60).map(lambda days: (DAY + timedelta(days=days)).isoformat())
    side = st.fixed_dictionaries(
        {
            "unit_id": unit, "kind": st.sampled_from(KINDS),
            "done_on": st.one_of(st.none(), day),
        }
    )  # fmt: skip
    step = st.builds(
        lambda side, words: {**side, "initiative_id": 1, "with_words": words}, side, st.booleans()
    )
    changed = st.fixed_dictionaries(
        {"before": side, "after": side, "with_words": st.booleans(), "golden": st.booleans()}
    )
    place = st.fixed_dictionaries(
        {
            "unit_id": unit, "stage": st.sampled_from(STAGES),
            "process_id": st.sampled_from([None, 1, 2]),
        }
    )  # fmt: skip
    moved = {
        "unit_id": unit,
        "stage_before": st.sampled_from(STAGES),
        "stage_after": st.sampled_from(STAGES),
    }
    closed = st.fixed_dictionaries(
        {**moved, "started_on": st.just(DAY.isoformat()), "closed_on": st.one_of(st.none(), day)}
    )
    celebrated = st.fixed_dictionaries({**moved, "kind": st.sampled_from(KINDS), "done_on": day})
    answer = st.fixed_dictionaries({"answer": st.sampled_from(["going_well", "stuck", "later"])})
    payloads = {
        StepLogged.KIND: step,
        StepRemoved.KIND: step,
        StepRestored.KIND: step,
        StepChanged.KIND: changed,
        InitiativeStarted.KIND: place,
        InitiativeChanged.KIND: st.fixed_dictionaries({"before": place, "after": place}),
        InitiativeFinished.KIND: closed,
        InitiativeStopped.KIND: closed,
        InitiativeResumed.KIND: closed,
        SuccessTold.KIND: celebrated,
        SuccessUntold.KIND: celebrated,
        WordsNoted.KIND: st.just({}),
        WordsWithdrawn.KIND: st.just({}),
        CheckInAnswered.KIND: answer,
        CheckInUndone.KIND: answer,
    }
    assert sorted(map(str, payloads)) == folds.FOLDED
    return st.one_of([st.tuples(st.just(str(kind)), found) for kind, found in payloads.items()])


@pytest.mark.django_db(transaction=True)
def test_roll_up_and_tail_are_the_refold_after_any_sequence(organisation, unit, other_unit):
    @settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.data())
    def holds(data):
        Event.objects.all().delete()
        services.refold(organisation=organisation)
        slow = _connect()
        try:
            for kind, payload in data.draw(st.lists(_events(unit.pk, other_unit.pk), max_size=8)):
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
        assert _real(shown.golden) == _real(wanted.golden)
        assert _real(shown.tallies) == _real(wanted.tallies)
        services.refold(organisation=organisation)
        again = selectors.figures(organisation=organisation)
        assert _real(again.steps) == _real(wanted.steps)
        assert _real(again.golden) == _real(wanted.golden)
        assert _real(again.tallies) == _real(wanted.tallies)

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
