"""What happened in an initiative, as people read it: steps, answers, beginnings and endings."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from backend.events import reading
from backend.events.models import Event
from backend.events.reading import Happened
from backend.initiatives.events import InitiativeFinished, InitiativeResumed, InitiativeStopped
from backend.initiatives.models import Answer, CheckIn, Step
from backend.listening.models import Words


@dataclass(frozen=True)
class Entry:
    """One line of the timeline. `actor` is filled for the A-team only."""

    day: date
    icon: str
    text: str
    actor: str = ""
    step: Step | None = None
    # As far as consent goes for this reader.
    words: Words | None = None
    check_in: CheckIn | None = None
    golden: bool = False
    order: tuple[Any, ...] = ()


def entries(
    *,
    steps: Iterable[Step],
    check_ins: Iterable[CheckIn],
    milestones: Iterable[Event],
    started_on: date,
    zone: ZoneInfo,
    golden_id: int | None,
    named: bool,
    readable: Container[int],
) -> list[Entry]:
    """The lines, latest first.

    `named`: whether the reader is in the A-team and sees who did what. `readable`: the ids of the
    customers' words that the reader may read.
    """
    found = [
        *(_of_step(step, golden_id, named, readable) for step in steps if step.done_on),
        *(_of_check_in(given, zone) for given in check_ins),
        *(_of_event(event, what, zone) for event, what in reading.known(milestones)),
        Entry(started_on, "flag", _("Where it began"), order=(started_on, time.min, 0)),
    ]
    return sorted(found, key=lambda entry: entry.order, reverse=True)


def _of_step(step: Step, golden_id: int | None, named: bool, readable: Container[int]) -> Entry:
    golden = step.pk == golden_id
    day = step.done_on or step.logged_at.date()
    return Entry(
        day=day,
        icon="success" if golden else step.kind,
        text=step.text,
        actor=step.logged_by.person.shown_name if named and step.logged_by else "",
        step=step,
        words=step.words if step.words_id in readable else None,
        golden=golden,
        # A step knows its day only; among others of that day it stands where it was logged.
        order=(day, step.logged_at.time(), step.pk),
    )


def _of_check_in(given: CheckIn, zone: ZoneInfo) -> Entry:
    at = given.answered_at.astimezone(zone)
    sentences = {
        Answer.GOING_WELL: _("It is going well"),
        Answer.STUCK: _("Stuck"),
        Answer.LATER: _("Not now"),
    }
    return Entry(
        day=at.date(),
        icon="flag" if given.answer == Answer.STUCK else "check",
        text=sentences[Answer(given.answer)],
        actor=given.membership.person.shown_name,
        check_in=given,
        order=(at.date(), given.answered_at.time(), given.pk),
    )


def _of_event(event: Event, happened: Happened[Any], zone: ZoneInfo) -> Entry:
    what = happened.what
    day = event.happened_at.astimezone(zone).date()
    if isinstance(what, InitiativeFinished | InitiativeStopped):
        day = what.closed_on or day
    texts = {
        InitiativeFinished: (_("Done"), "check"),
        InitiativeStopped: (_("Stopped, with a lesson"), "words"),
        InitiativeResumed: (_("Went on after all"), "right"),
    }
    text, icon = texts[type(what)]
    return Entry(day=day, icon=icon, text=text, order=(day, event.happened_at.time(), event.pk))
