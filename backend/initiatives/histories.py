"""The history of an initiative in sentences: who, when, what, and what it said before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from backend.events import reading
from backend.events.models import Event
from backend.events.reading import Happened
from backend.initiatives.events import (
    CheckInAnswered,
    CheckInUndone,
    HelpOffered,
    HelpWithdrawn,
    InitiativeChanged,
    InitiativeFinished,
    InitiativeResumed,
    InitiativeStarted,
    InitiativeStopped,
    StepChanged,
    StepLogged,
    StepMoved,
    StepPlanned,
    StepRemoved,
    StepRestored,
    TeamJoined,
    TeamLeft,
    WordsLinked,
    WordsUnlinked,
)
from backend.initiatives.forms.initiatives import QUESTIONS
from backend.initiatives.models import Step, StepKind
from backend.listening.events import WordsConsentChanged, WordsNoted, WordsWithdrawn
from backend.listening.models import Consent
from backend.organisations.models import Membership, Organisation
from backend.photos.events import PhotoDescribed

# What each kind of event is called; a room above adds its own (`register`).
SENTENCES: dict[str, Any] = {
    InitiativeStarted.KIND: _("Started the initiative"),
    InitiativeChanged.KIND: _("Changed the initiative"),
    InitiativeFinished.KIND: _("Finished the initiative"),
    InitiativeStopped.KIND: _("Stopped the initiative, with a lesson"),
    InitiativeResumed.KIND: _("Reopened the initiative"),
    WordsLinked.KIND: _("Added a customer’s words"),
    WordsUnlinked.KIND: _("Removed a customer’s words"),
    TeamJoined.KIND: _("Joined the A-team: %(name)s"),
    TeamLeft.KIND: _("Left the A-team: %(name)s"),
    StepPlanned.KIND: _("Planned a step"),
    StepLogged.KIND: _("Logged a step"),
    StepChanged.KIND: _("Changed a step"),
    StepRemoved.KIND: _("Removed a step"),
    StepRestored.KIND: _("Restored a step"),
    PhotoDescribed.KIND: _("Improved the description of a photo"),
    StepMoved.KIND: _("Moved a step to another initiative"),
    CheckInAnswered.KIND: _("Said how it is going"),
    CheckInUndone.KIND: _("Withdrew an answer"),
    HelpOffered.KIND: _("Offered help"),
    HelpWithdrawn.KIND: _("Took an offer of help back"),
    WordsNoted.KIND: _("Noted a customer’s words"),
    WordsConsentChanged.KIND: _("Changed how far a customer’s words may go"),
    WordsWithdrawn.KIND: _("Withdrew a customer’s words"),
}
NAMES: dict[str, Any] = {
    **QUESTIONS,
    "text": _("What did you do?"),
    "kind": _("What kind of step?"),
    "label": _("Two or three words under its stone"),
    "done_on": _("Done on"),
    "planned_on": _("Planned on"),
    "unit": _("Which team?"),
    "initiative": _("Initiative"),
    "photo_alt": _("What does it show?"),
    "consent": _("How far may these words go?"),
    "story": _("The story"),
    "thanks": _("With thanks to"),
}
# Kept as the number of a row: the sentence tells that it changed.
_BY_NUMBER = {"success": {"words", "photo"}}


@dataclass(frozen=True)
class Difference:
    """What one text or choice said before and after."""

    name: Any
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """One thing that happened."""

    at: datetime
    actor: str
    sentence: str
    # The text of the step it was about, as it reads now.
    about: str = ""
    differences: list[Difference] = field(default_factory=list)


def register(sentences: Mapping[str, Any]) -> None:
    """Add what the events of a room above are called in the history of an initiative."""
    SENTENCES.update(sentences)


def lines(events: Iterable[Event], *, organisation: Organisation) -> list[Line]:
    """The events as sentences, in the order given; two queries for names and steps in them.

    An event that this version cannot read is left out: nothing is said that might not be so.
    """
    told = [event for event in events if event.kind in SENTENCES and not _says_nothing(event)]
    known = dict(reading.known(told))
    every, ids = list(known), {_whom(one) for one in known.values()} - {0}
    found = Membership.objects.filter(organisation=organisation, pk__in=ids)
    names = {m.pk: m.person.shown_name for m in found.select_related("person")} if ids else {}
    steps = {event.subject_id for event in every if event.subject_type == "step"}
    texts_of = Step.objects.filter(organisation=organisation, pk__in=steps).values_list(
        "pk", "text"
    )
    texts = dict(texts_of) if steps else {}
    return [_line(event, names.get(_whom(known[event]), ""), texts) for event in every]


def _whom(happened: Happened[Any]) -> int:
    """The membership that came into an A-team, or went; 0 for another event."""
    what = happened.what
    return what.membership_id if isinstance(what, TeamJoined | TeamLeft) else 0


def _says_nothing(event: Event) -> bool:
    """A stage that moved along with a step is told by the step."""
    return event.kind == InitiativeChanged.KIND and not event.changes.all()  # type: ignore[attr-defined]


def _line(event: Event, name: str, texts: dict[int, str]) -> Line:
    return Line(
        at=event.happened_at,
        actor=event.actor.person.shown_name if event.actor else "",
        sentence=str(SENTENCES[event.kind]) % {"name": name},
        about=texts.get(event.subject_id, "") if event.subject_type == "step" else "",
        differences=[
            Difference(
                NAMES.get(c.field, c.field), _read(c.field, c.before), _read(c.field, c.after)
            )
            for c in event.changes.all()  # type: ignore[attr-defined]
            if c.field not in _BY_NUMBER.get(event.subject_type, ())
        ],
    )


def _read(name: str, value: str) -> str:
    if name == "consent" and value in Consent.values:
        return str(Consent(value).label)
    if name == "kind" and value in StepKind.values:
        return str(StepKind(value).label)
    if name.endswith("_on") and value:
        return date_format(date.fromisoformat(value), "j F Y")
    return value
