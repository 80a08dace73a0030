"""From one event to what it adds to the roll-ups. Pure: the same for the cursor and for the tail.

Names of tallies (unit None = the whole organisation):
`stage:<stage>` initiatives in that stage, per unit; `started`, `told`, `finished`, `stopped`;
`with_words` steps that began from a customer's words; `words` noted and not withdrawn;
`process:<id>` initiatives for that service; `done_in_weeks:<n>` finished initiatives by duration;
`stuck` answers "I'm stuck".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

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

WeekKey = tuple[date, int, str]
TallyKey = tuple[int | None, str]


@dataclass
class Deltas:
    """What to add: steps and golden stones by (monday, unit, kind), counts by (unit, name)."""

    steps: Counter[WeekKey] = field(default_factory=Counter)
    golden: Counter[WeekKey] = field(default_factory=Counter)
    tallies: Counter[TallyKey] = field(default_factory=Counter)


def monday(day: date) -> date:
    """The first day of a day's ISO week."""
    return day - timedelta(days=day.weekday())


def fold(events: Iterable[tuple[str, Mapping[str, Any]]]) -> Deltas:
    """Add up what (kind, payload) pairs bring. Unknown kinds bring nothing."""
    deltas = Deltas()
    for kind, payload in events:
        rule = _RULES.get(kind)
        if rule is not None:
            rule(deltas, payload)
    return deltas


def _step(deltas: Deltas, payload: Mapping[str, Any], sign: int) -> None:
    if not payload.get("done_on"):
        return
    deltas.steps[_week(payload)] += sign
    if payload.get("with_words"):
        deltas.tallies[None, "with_words"] += sign


def _step_logged(deltas: Deltas, payload: Mapping[str, Any]) -> None:
    _step(deltas, payload, 1)


def _step_removed(deltas: Deltas, payload: Mapping[str, Any]) -> None:
    _step(deltas, payload, -1)


def _step_changed(deltas: Deltas, payload: Mapping[str, Any]) -> None:
    for side, sign in ((payload["before"], -1), (payload["after"], 1)):
        _step(deltas, {**side, "with_words": payload.get("with_words")}, sign)
        if side.get("done_on") and payload.get("golden"):
            deltas.golden[_week(side)] += sign


def _initiative_started(deltas: Deltas, payload: Mapping[str, Any]) -> None:
    deltas.tallies[None, "started"] += 1
    deltas.tallies[payload["unit_id"], f"stage:{payload['stage']}"] += 1
    _process(deltas, payload.get("process_id"), 1)


def _initiative_changed(deltas: Deltas, payload: Mapping[str, Any]) -> None:
    for side, sign in ((payload["before"], -1), (payload["after"], 1)):
        deltas.tallies[side["unit_id"], f"stage:{side['stage']}"] += sign
        _process(deltas, side.get("process_id"), sign)


def _initiative_finished(deltas: Deltas, payload: Mapping[str, Any]) -> None:
    _moved(deltas, payload)
    deltas.tallies[None, "finished"] += 1
    deltas.tallies[None, _duration(payload)] += 1


def _initiative_stopped(deltas: Deltas, payload: Mapping[str, Any]) -> None:
    _moved(deltas, payload)
    deltas.tallies[None, "stopped"] += 1


def _initiative_resumed(deltas: Deltas, payload: Mapping[str, Any]) -> None:
    _moved(deltas, payload)
    if payload["stage_before"] == "stopped":
        deltas.tallies[None, "stopped"] -= 1
    else:
        deltas.tallies[None, "finished"] -= 1
        deltas.tallies[None, _duration(payload)] -= 1


def _success_told(deltas: Deltas, payload: Mapping[str, Any]) -> None:
    _celebrated(deltas, payload, 1)


def _success_untold(deltas: Deltas, payload: Mapping[str, Any]) -> None:
    _celebrated(deltas, payload, -1)


def _celebrated(deltas: Deltas, payload: Mapping[str, Any], sign: int) -> None:
    _moved(deltas, payload)
    deltas.tallies[None, "told"] += sign
    deltas.golden[_week(payload)] += sign


def _words_noted(deltas: Deltas, payload: Mapping[str, Any]) -> None:
    deltas.tallies[None, "words"] += 1


def _words_withdrawn(deltas: Deltas, payload: Mapping[str, Any]) -> None:
    deltas.tallies[None, "words"] -= 1


def _check_in_answered(deltas: Deltas, payload: Mapping[str, Any]) -> None:
    if payload["answer"] == "stuck":
        deltas.tallies[None, "stuck"] += 1


def _check_in_undone(deltas: Deltas, payload: Mapping[str, Any]) -> None:
    if payload["answer"] == "stuck":
        deltas.tallies[None, "stuck"] -= 1


def _moved(deltas: Deltas, payload: Mapping[str, Any]) -> None:
    deltas.tallies[payload["unit_id"], f"stage:{payload['stage_before']}"] -= 1
    deltas.tallies[payload["unit_id"], f"stage:{payload['stage_after']}"] += 1


def _process(deltas: Deltas, process_id: int | None, sign: int) -> None:
    if process_id is not None:
        deltas.tallies[None, f"process:{process_id}"] += sign


def _duration(payload: Mapping[str, Any]) -> str:
    if not payload.get("closed_on"):
        return "done_in_weeks:0"
    days = date.fromisoformat(payload["closed_on"]) - date.fromisoformat(payload["started_on"])
    return f"done_in_weeks:{max(0, round(days.days / 7))}"


def _week(payload: Mapping[str, Any]) -> WeekKey:
    return monday(date.fromisoformat(payload["done_on"])), payload["unit_id"], payload["kind"]


_RULES: dict[str, Any] = {
    StepLogged.KIND: _step_logged,
    StepRemoved.KIND: _step_removed,
    StepRestored.KIND: _step_logged,
    StepChanged.KIND: _step_changed,
    InitiativeStarted.KIND: _initiative_started,
    InitiativeChanged.KIND: _initiative_changed,
    InitiativeFinished.KIND: _initiative_finished,
    InitiativeStopped.KIND: _initiative_stopped,
    InitiativeResumed.KIND: _initiative_resumed,
    SuccessTold.KIND: _success_told,
    SuccessUntold.KIND: _success_untold,
    WordsNoted.KIND: _words_noted,
    WordsWithdrawn.KIND: _words_withdrawn,
    CheckInAnswered.KIND: _check_in_answered,
    CheckInUndone.KIND: _check_in_undone,
}
FOLDED = sorted(str(kind) for kind in _RULES)
