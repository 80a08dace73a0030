"""From events about steps to what they add to the roll-ups. Pure: the same for cursor and tail.

Counts by name: `steps`, `golden` (celebrated ones), `with_words` (that began from a customer's
words), `words` (noted and not withdrawn).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from backend.board.projection.deltas import KINDS, Deltas
from backend.events.contracts import Happening
from backend.initiatives.events import Laid, StepChanged, StepLogged, StepRemoved, StepRestored
from backend.listening.events import WordsNoted, WordsWithdrawn
from backend.successes.events import SuccessTold, SuccessUntold

_GOLDEN = len(KINDS)
_PLACES = {kind: place for place, kind in enumerate(KINDS)}
Stone = StepLogged | StepRemoved | StepRestored | Laid


@lru_cache(maxsize=4096)
def monday(day: date) -> date:
    """The first day of a day's ISO week."""
    return day - timedelta(days=day.weekday())


def fold(happenings: Iterable[Happening]) -> Deltas:
    """Add up what these bring, by the unit in which it was. Other kinds bring nothing."""
    deltas = Deltas()
    for what in happenings:
        rule = _RULES.get(type(what))
        if rule is not None:
            rule(deltas, what)
    return deltas


def _step(deltas: Deltas, stone: Stone, with_words: bool, sign: int) -> None:
    if stone.done_on is None:
        return
    unit = stone.unit_id
    deltas.weeks[unit, monday(stone.done_on)][_PLACES[stone.kind]] += sign
    deltas.counts[unit, "steps"] += sign
    if with_words:
        deltas.counts[unit, "with_words"] += sign


def _golden(deltas: Deltas, unit: int, day: date, sign: int) -> None:
    deltas.weeks[unit, monday(day)][_GOLDEN] += sign
    deltas.counts[unit, "golden"] += sign


def _came(deltas: Deltas, what: StepLogged | StepRestored) -> None:
    _step(deltas, what, what.with_words, 1)


def _went(deltas: Deltas, what: StepRemoved) -> None:
    _step(deltas, what, what.with_words, -1)


def _changed(deltas: Deltas, what: StepChanged) -> None:
    for side, sign in ((what.before, -1), (what.after, 1)):
        _step(deltas, side, what.with_words, sign)
        if side.done_on is not None and what.golden:
            _golden(deltas, side.unit_id, side.done_on, sign)


def _told(deltas: Deltas, what: SuccessTold) -> None:
    _golden(deltas, what.unit_id, what.done_on, 1)


def _untold(deltas: Deltas, what: SuccessUntold) -> None:
    _golden(deltas, what.unit_id, what.done_on, -1)


def _noted(deltas: Deltas, what: WordsNoted) -> None:
    deltas.counts[what.unit_id, "words"] += 1


def _withdrawn(deltas: Deltas, what: WordsWithdrawn) -> None:
    deltas.counts[what.unit_id, "words"] -= 1


_RULES: dict[type[Happening], Callable[[Deltas, Any], None]] = {
    StepLogged: _came,
    StepRemoved: _went,
    StepRestored: _came,
    StepChanged: _changed,
    SuccessTold: _told,
    SuccessUntold: _untold,
    WordsNoted: _noted,
    WordsWithdrawn: _withdrawn,
}
FOLDED = sorted(kind.KIND for kind in _RULES)
