"""What can happen is declared in the rooms, holds no text, and is read back whatever version wrote it."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from backend.events import contracts, reading, services
from backend.events.contracts import Happening, Key
from backend.events.models import Event
from backend.events.reading import UnknownEvent
from backend.initiatives.events import InitiativeStarted, StepChanged, StepLogged, StepPlanned
from backend.initiatives.models import StepKind
from backend.organisations.events import MembershipJoined, UnitChanged
from backend.organisations.models import MembershipState
from tests.acting import by

# Every kind and version that ever was, as it was stored: recorded once, and never changed afterwards.
SAMPLES = json.loads((Path(__file__).parent / "samples.json").read_text())
STORED = [(kind, *sample) for kind, samples in SAMPLES.items() for sample in samples]
# Past tense without -ed.
PAST = {"told", "untold", "left", "held", "undone", "withdrawn", "given"}


@pytest.fixture
def room(monkeypatch) -> None:
    """Declarations of a test leave with it."""
    monkeypatch.setattr(contracts, "_kinds", dict(contracts._kinds))
    monkeypatch.setattr(contracts, "_lifts", dict(contracts._lifts))


def _stored(samira, kind: str, version: int, payload: dict[str, Any]) -> Event:
    stored = Event.objects.create(
        organisation=samira.organisation, actor=samira, kind=kind, version=version,
        payload=payload, subject_type="unit", subject_id=7,
    )  # fmt: skip
    return Event.objects.get(pk=stored.pk)


def test_every_kind_and_version_that_ever_was_is_among_the_recorded_ones():
    versions: dict[str, set[int]] = defaultdict(set)
    for kind, version, _payload in STORED:
        versions[kind].add(version)
    wanted = {one.KIND: {*range(1, one.VERSION + 1)} for one in contracts.kinds()}
    assert len(wanted) > 60
    assert versions == wanted


@pytest.mark.parametrize(
    ("kind", "version", "payload"), STORED, ids=lambda value: str(value)[:40]
)  # fmt: skip
def test_every_event_that_ever_was_stored_is_read_back(samira, kind, version, payload):
    event = _stored(samira, kind, version, payload)
    happened = reading.of_event(event)
    declared = contracts.find(kind)
    assert type(happened.what) is declared
    assert (happened.event_id, happened.subject_id) == (event.pk, 7)
    assert (happened.organisation_id, happened.actor_id) == (samira.organisation_id, samira.pk)
    again = contracts.written(happened.what)
    assert reading.read(0, kind, declared.VERSION, json.loads(json.dumps(again))) == happened.what


@pytest.mark.parametrize("declared", contracts.kinds(), ids=lambda one: one.KIND)
def test_a_kind_is_a_frozen_dataclass_of_its_rooms_events_in_the_past_tense_and_holds_no_text(
    declared,
):
    assert re.fullmatch(r"backend\.\w+\.events(\.\w+)?", declared.__module__)
    assert is_dataclass(declared)
    assert declared.__dataclass_params__.frozen
    verb = declared.KIND.replace("_again", "").rpartition("_")[2]
    assert verb.endswith("ed") or verb in PAST or declared.KIND == "announcement_called_back"
    assert len(declared.KIND) <= Event._meta.get_field("kind").max_length
    contracts.refuse_text(declared)


def test_a_kind_has_one_name_and_that_name_is_nobody_elses(room):
    assert len({one.KIND for one in contracts.kinds()}) == len(contracts.kinds())
    with pytest.raises(TypeError, match="step_logged"):
        type("StepLogged", (Happening,), {})


@pytest.mark.parametrize(
    "held",
    [
        "str",
        "str | None",
        "list[str]",
        "dict[str, int]",
        "Any",
        "tuple[bytes, ...]",
        "object",
        "list",
    ],
)
def test_a_field_that_could_hold_what_people_write_is_refused(room, samira, held):
    class PoemWritten(Happening):
        __annotations__ = {"text": held}

    written = dataclass(frozen=True)(PoemWritten)(text=[])
    with transaction.atomic(), pytest.raises(TypeError, match=r"PoemWritten\.text"):
        services.record(by(samira), written, subject=samira)
    assert not Event.objects.exists()


def test_neither_an_enum_nor_a_key_takes_in_a_sentence(room, samira):
    @dataclass(frozen=True)
    class DoorOpened(Happening):
        how: Key

    today = samira.organisation.today()
    step = StepPlanned(
        initiative_id=1, unit_id=2, kind="Bel me", planned_on=today, first_words=None
    )
    for happening in (step, DoorOpened(how="met een zachte duw")):
        with transaction.atomic(), pytest.raises(TypeError, match=happening.KIND):
            services.record(by(samira), happening, subject=samira)
    with transaction.atomic():
        services.record(by(samira), DoorOpened(how="push"), subject=samira)
    assert reading.told(Event.objects.get(), DoorOpened) == DoorOpened(how="push")


def test_an_event_is_recorded_with_who_when_whence_and_in_which_version(samira):
    today = samira.organisation.today()
    happening = StepLogged(
        initiative_id=1, unit_id=2, kind=StepKind.TRIED, done_on=today, with_words=False,
        was_planned=False, first_words=False,
    )  # fmt: skip
    act = by(samira, silent=True)
    with transaction.atomic():
        services.record(act, happening, subject=samira)
    event = Event.objects.get()
    assert (event.kind, event.version, event.source) == ("step_logged", StepLogged.VERSION, "page")
    assert (event.actor, event.happened_at, event.silent) == (samira, act.at, True)
    assert reading.of_event(event).what == happening


def test_what_an_earlier_version_did_not_tell_is_not_known_and_what_it_did_is_kept():
    moved = {
        "initiative_id": 60, "golden": False, "with_words": True, "version": 2,
        "before": {"unit_id": 157, "kind": "tried", "done_on": "2026-11-27"},
        "after": {"unit_id": 158, "kind": "tried", "done_on": None},
        "undo": {"initiative": 59}, "words": {"59": True, "60": None},
    }  # fmt: skip
    step = reading.read(1, "step_changed", 1, moved)
    assert isinstance(step, StepChanged)
    assert (step.before.initiative_id, step.after.initiative_id) == (59, 60)
    assert step.words == {59: True, 60: None}
    unit = reading.read(2, "unit_changed", 1, {"unit_id": 4, "parent_id": None})
    assert unit == UnitChanged(unit_id=4, parent_id=None, before=None)
    who = reading.read(
        3, "membership_joined", 1, {"membership_id": 5, "unit_id": 4, "roles": [], "invited_at": ""}
    )
    assert isinstance(who, MembershipJoined)
    assert who.before is None
    assert (who.after.unit_id, who.after.state) == (4, MembershipState.ACTIVE)
    begun = reading.read(
        4, "initiative_started", 1,
        {"unit_id": 4, "process_id": None, "customer_group_id": None, "stage": "idea"},
    )  # fmt: skip
    assert isinstance(begun, InitiativeStarted)
    assert begun.started_on is None


@pytest.mark.parametrize(
    ("kind", "version", "payload"),
    [
        ("bridge_built", 1, {}),
        ("process_added", 99, {"process_id": 1}),
        ("process_added", 0, {"process_id": 1}),
        ("process_added", 1, {"process_id": "one"}),
        ("process_added", 1, {}),
        ("customer_group_added", 1, {"unknown": 1}),
    ],
)
def test_an_event_that_nobody_here_can_read_is_refused_by_name(kind, version, payload):
    with pytest.raises(UnknownEvent, match=f"event 12: {kind}, version {version}") as refused:
        reading.read(12, kind, version, payload)
    assert refused.value.event_id == 12
