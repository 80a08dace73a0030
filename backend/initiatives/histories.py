"""The history of an initiative in sentences: who, when, what, and what it said before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from backend.events.kinds import Kind
from backend.events.models import Event
from backend.initiatives.forms.initiatives import QUESTIONS
from backend.initiatives.models import Step, StepKind
from backend.listening.models import Consent
from backend.organisations.models import Membership, Organisation

SENTENCES: dict[str, Any] = {
    Kind.INITIATIVE_STARTED: _("Started the initiative"),
    Kind.INITIATIVE_CHANGED: _("Changed the initiative"),
    Kind.INITIATIVE_FINISHED: _("Finished the initiative"),
    Kind.INITIATIVE_STOPPED: _("Stopped the initiative, with a lesson"),
    Kind.INITIATIVE_RESUMED: _("Reopened the initiative"),
    Kind.WORDS_LINKED: _("Added a customer’s words"),
    Kind.WORDS_UNLINKED: _("Removed a customer’s words"),
    Kind.TEAM_JOINED: _("Joined the A-team: %(name)s"),
    Kind.TEAM_LEFT: _("Left the A-team: %(name)s"),
    Kind.STEP_PLANNED: _("Planned a step"),
    Kind.STEP_LOGGED: _("Logged a step"),
    Kind.STEP_CHANGED: _("Changed a step"),
    Kind.STEP_REMOVED: _("Removed a step"),
    Kind.STEP_RESTORED: _("Restored a step"),
    Kind.PHOTO_DESCRIBED: _("Improved the description of a photo"),
    Kind.STEP_MOVED: _("Moved a step to another initiative"),
    Kind.CHECK_IN_ANSWERED: _("Said how it is going"),
    Kind.CHECK_IN_UNDONE: _("Withdrew an answer"),
    Kind.HELP_OFFERED: _("Offered help"),
    Kind.HELP_WITHDRAWN: _("Took an offer of help back"),
    Kind.WORDS_NOTED: _("Noted a customer’s words"),
    Kind.WORDS_CONSENT_CHANGED: _("Changed how far a customer’s words may go"),
    Kind.WORDS_WITHDRAWN: _("Withdrew a customer’s words"),
    Kind.SUCCESS_DRAFTED: _("Drafted the story of the success"),
    Kind.SUCCESS_CHANGED: _("Changed the story of the success"),
    Kind.SUCCESS_TOLD: _("Told the success"),
    Kind.SUCCESS_UNTOLD: _("Took the success back"),
    Kind.ANNOUNCEMENT_REQUESTED: _("Announced the success by e-mail"),
    Kind.ANNOUNCEMENT_CALLED_BACK: _("Called the announcement back"),
}
_NO_INITIATIVE = "it is about the organisation, not about one initiative"
_A_READER = "what a reader does is shown with the success, and is no change of it"
# What is recorded and stands in no initiative's history, each with the reason.
ELSEWHERE: dict[str, str] = {
    **dict.fromkeys(
        [
            Kind.ORGANISATION_STARTED, Kind.ORGANISATION_CHANGED, Kind.UNIT_ADDED,
            Kind.UNIT_CHANGED, Kind.UNIT_ENDED, Kind.UNIT_RETURNED, Kind.MEMBERSHIP_INVITED,
            Kind.MEMBERSHIP_JOINED, Kind.MEMBERSHIP_CHANGED, Kind.MEMBERSHIP_ENDED,
            Kind.PROCESS_ADDED, Kind.PROCESS_CHANGED, Kind.PROCESS_ENDED, Kind.PROCESS_RETURNED,
            Kind.CUSTOMER_GROUP_ADDED, Kind.CUSTOMER_GROUP_CHANGED, Kind.CUSTOMER_GROUP_ENDED,
            Kind.CUSTOMER_GROUP_RETURNED, Kind.TOKEN_ISSUED, Kind.TOKEN_REVOKED,
            Kind.MAIL_HELD, Kind.MAIL_RESUMED, Kind.MAIL_TRIED_AGAIN, Kind.MAIL_CANCELLED,
            Kind.MAIL_CANCEL_UNDONE, Kind.WORK_TRIED_AGAIN,
            Kind.PROGRAMME_STARTED, Kind.PROGRAMME_CHANGED, Kind.AMBITION_ADDED,
        ],
        _NO_INITIATIVE,
    ),
    **dict.fromkeys(
        [Kind.NAME_CHANGED, Kind.ADDRESS_CHANGED], "it is about a person, not about an initiative"
    ),
    Kind.PREFERENCE_CHANGED: "it is somebody's own, and nobody else's to read",
    **dict.fromkeys(
        [Kind.APPLAUSE_GIVEN, Kind.APPLAUSE_WORDED, Kind.APPLAUSE_WITHDRAWN], _A_READER
    ),
}  # fmt: skip
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


def lines(events: Iterable[Event], *, organisation: Organisation) -> list[Line]:
    """The events as sentences, in the order given; two queries for names and steps in them."""
    every = [event for event in events if event.kind in SENTENCES and not _says_nothing(event)]
    ids = {event.payload.get("membership_id") for event in every} - {None}
    found = Membership.objects.filter(organisation=organisation, pk__in=ids)
    names = {m.pk: m.person.shown_name for m in found.select_related("person")} if ids else {}
    steps = {event.subject_id for event in every if event.subject_type == "step"}
    told = Step.objects.filter(organisation=organisation, pk__in=steps).values_list("pk", "text")
    texts = dict(told) if steps else {}
    return [_line(event, names, texts) for event in every]


def _says_nothing(event: Event) -> bool:
    """A stage that moved along with a step is told by the step."""
    return event.kind == Kind.INITIATIVE_CHANGED and not event.changes.all()  # type: ignore[attr-defined]


def _line(event: Event, names: dict[int, str], texts: dict[int, str]) -> Line:
    name = names.get(event.payload.get("membership_id", 0), "")
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
