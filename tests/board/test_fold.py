"""Roll-up plus tail is the refold, whatever happened, in fast and slow transactions at once."""

from __future__ import annotations

from datetime import date, timedelta

import psycopg
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.types.json import Jsonb

from backend.board import services
from backend.board.projection import steps
from backend.board.reading.sums import WHOLE, Sums
from backend.board.reading.teams import tree_of
from backend.events import contracts
from backend.events.models import Event
from backend.events.reading import of_event
from backend.initiatives.events import (
    Laid,
    StepChanged,
    StepLogged,
    StepRemoved,
    StepRestored,
)
from backend.initiatives.models import StepKind
from backend.initiatives.stages import Stage
from backend.listening.events import WordsNoted, WordsWithdrawn
from backend.listening.models import Consent
from backend.successes.events import SuccessTold, SuccessUntold

DAY = date(2026, 3, 2)


def _happenings(*units: int):
    """Anything that the board adds up."""
    unit = st.sampled_from(units)
    day = st.integers(0, 60).map(lambda days: DAY + timedelta(days=days))
    day_or_none = st.one_of(st.none(), day)
    yes = st.booleans()
    pk = st.just(1)
    kind = st.sampled_from(StepKind)
    stage = st.sampled_from(Stage)
    laid = {"initiative_id": pk, "unit_id": unit, "kind": kind}
    side = st.builds(Laid, **laid, done_on=day_or_none)
    told = {
        "initiative_id": pk, "unit_id": unit, "step_id": pk, "kind": kind, "done_on": day,
        "stage_before": stage, "stage_after": stage,
    }  # fmt: skip
    found = {
        StepLogged: st.builds(
            StepLogged, **laid, done_on=day, with_words=yes, was_planned=yes, first_words=yes
        ),
        StepRemoved: st.builds(StepRemoved, **laid, done_on=day_or_none, with_words=yes),
        StepRestored: st.builds(StepRestored, **laid, done_on=day_or_none, with_words=yes),
        StepChanged: st.builds(
            StepChanged, initiative_id=pk, before=side, after=side, golden=yes, with_words=yes,
            version=pk, undo=st.just({}), words=st.just({}),
        ),
        SuccessTold: st.builds(SuccessTold, **told),
        SuccessUntold: st.builds(SuccessUntold, **told, told_at=st.none(), told_by=st.none()),
        WordsNoted: st.builds(WordsNoted, unit_id=unit, consent=st.sampled_from(Consent)),
        WordsWithdrawn: st.builds(WordsWithdrawn, unit_id=unit),
    }  # fmt: skip
    assert sorted(kind.KIND for kind in found) == steps.FOLDED
    return st.one_of(list(found.values()))


@pytest.mark.django_db(transaction=True)
def test_roll_up_and_tail_are_the_refold_after_any_sequence(organisation, unit, other_unit):
    @settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.data())
    def holds(data):
        Event.objects.all().delete()
        services.refold(organisation=organisation)
        slow = _connect()
        try:
            for what in data.draw(st.lists(_happenings(unit.pk, other_unit.pk), max_size=8)):
                # The block commits and closes, also when hypothesis ends an example halfway.
                with _connect() as fast:
                    target = slow if data.draw(st.booleans()) else fast
                    _insert(target, organisation.pk, unit.pk, what)
                if data.draw(st.booleans()):
                    services.fold_pending(organisation=organisation)
                if data.draw(st.booleans()):
                    slow.commit()
            slow.commit()
        finally:
            slow.close()
        wanted = _added_up(organisation)
        assert _read(organisation) == wanted
        services.refold(organisation=organisation)
        assert _read(organisation) == wanted

    holds()


def _added_up(organisation):
    """The whole organisation by the pure fold alone; a week that sums to nothing is none."""
    found = steps.fold(of_event(event).what for event in Event.objects.all())
    raised = found.raised(lambda unit: [0])
    counts = {name: number for (_node, name), number in raised.counts.items() if number > 0}
    return counts, {week: numbers for (_n, week), numbers in raised.weeks.items() if any(numbers)}


def _read(organisation):
    sums = Sums(organisation, tree_of(organisation=organisation).tail)
    found = sums.read(WHOLE)
    return {
        name: number for name, number in found.counts.items() if name in _NAMES and number > 0
    }, found.weeks


_NAMES = {"steps", "golden", "with_words", "words"}


def _connect() -> psycopg.Connection:
    known = connection.settings_dict
    return psycopg.connect(
        host=known["HOST"], port=known["PORT"], dbname=known["NAME"], user=known["USER"],
        password=known["PASSWORD"],
    )  # fmt: skip


def _insert(target, organisation, unit, what) -> None:
    target.execute(
        "INSERT INTO events_event (uid, organisation_id, kind, version, subject_type, subject_id,"
        " payload, silent, happened_at)"
        " VALUES (gen_random_uuid(), %s, %s, %s, 'unit', %s, %s, true, now())",
        [organisation, what.KIND, what.VERSION, unit, Jsonb(contracts.written(what))],
    )
