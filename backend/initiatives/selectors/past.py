"""Reading what became of an initiative: its history, its endings, its answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import (
    Max,
    Q,
    QuerySet,
)
from django.utils.timezone import localdate

from backend.events.models import Change, Event
from backend.initiatives import telling
from backend.initiatives.events import (
    InitiativeChanged,
    InitiativeFinished,
    InitiativeResumed,
    InitiativeStarted,
    InitiativeStopped,
    StepPlanned,
)
from backend.initiatives.models import (
    Answer,
    CheckIn,
    Initiative,
    InitiativeWords,
    Step,
)
from backend.initiatives.selectors.steps import steps_done


def last_changed(*, initiative: Initiative) -> datetime:
    """When it was last edited, or a step was taken or planned that still stands."""
    steps = Step.objects.filter(initiative=initiative, removed_at=None)
    done, planned = steps.exclude(done_on=None), steps.filter(done_on=None)
    found: datetime | None = Event.objects.filter(
        # A stage that moved along with a step has no changes of its own.
        Q(subject_type="initiative", subject_id=initiative.pk)
        & (Q(kind__in=[InitiativeStarted.KIND, InitiativeResumed.KIND]) | Q(changes__isnull=False))
        | Q(subject_type="step", subject_id__in=done.values("pk"))
        | Q(subject_type="step", subject_id__in=planned.values("pk"), kind=StepPlanned.KIND),
        organisation=initiative.organisation_id,
    ).aggregate(last=Max("happened_at"))["last"]
    return found or initiative.changed_at


def began_on(*, initiative: Initiative) -> date:
    """The day on which it was started, or of an earlier step that stands."""
    started = Event.objects.filter(
        subject_type="initiative", subject_id=initiative.pk, kind=InitiativeStarted.KIND
    ).first()
    zone = initiative.organisation.zone
    day = localdate(started.happened_at, zone) if started else initiative.started_on
    first = steps_done(initiative=initiative).first()
    return min(day, first.done_on) if first and first.done_on else day


def last_answer(*, initiative: Initiative) -> datetime | None:
    """When the A-team last said how it is going, but for “later” and what was undone."""
    answers = CheckIn.objects.filter(initiative=initiative, undone_at=None)
    found: datetime | None = answers.exclude(answer=Answer.LATER).aggregate(
        last=Max("answered_at")
    )["last"]
    return found


def changed_since(*, initiative: Initiative, version: int, fields: Sequence[str]) -> bool:
    """Whether somebody changed one of these fields after `version` was read."""
    return Change.objects.filter(
        event__subject_type="initiative",
        event__subject_id=initiative.pk,
        event__kind=InitiativeChanged.KIND,
        event__payload__version__gt=version,
        field__in=fields,
    ).exists()


def check_ins(*, initiative: Initiative, limit: int) -> QuerySet[CheckIn]:
    """The answers that stand, the latest first."""
    return (
        CheckIn.objects.filter(initiative=initiative, undone_at=None)
        .select_related("membership__person")
        .order_by("-answered_at", "-id")[:limit]
    )


def milestones(*, initiative: Initiative) -> QuerySet[Event]:
    """Where the initiative ended and went on, the latest first."""
    return Event.objects.filter(
        subject_type="initiative",
        subject_id=initiative.pk,
        kind__in=[
            InitiativeFinished.KIND,
            InitiativeStopped.KIND,
            InitiativeResumed.KIND,
        ],
    ).order_by("-happened_at", "-id")


def history(*, initiative: Initiative, in_team: bool) -> QuerySet[Event]:
    """All that happened to an initiative, its steps, words and success, the latest first.

    When it said how it is going, and who helped, is for the A-team only, as what it said.
    """
    taken = Step.objects.filter(initiative=initiative)
    steps, photos = taken.values("pk"), taken.exclude(photo=None).values("photo")
    answers = CheckIn.objects.filter(initiative=initiative) if in_team else CheckIn.objects.none()
    words = InitiativeWords.objects.filter(initiative=initiative).values("words")
    return (
        Event.objects.filter(organisation=initiative.organisation_id)
        .filter(
            Q(subject_type="initiative", subject_id=initiative.pk)
            | Q(subject_type="step", subject_id__in=steps)
            | Q(subject_type="photo", subject_id__in=photos)
            | Q(subject_type="checkin", subject_id__in=answers.values("pk"))
            | Q(subject_type="words", subject_id__in=words)
            | telling.events(initiative)
        )
        .select_related("actor__person")
        .prefetch_related("changes")
        .order_by("-happened_at", "-id")
    )


def last_ending(*, initiative: Initiative) -> Event | None:
    """The last time that it was closed, or went on after all."""
    found: Event | None = (
        Event.objects.filter(
            subject_type="initiative",
            subject_id=initiative.pk,
            kind__in=[InitiativeFinished.KIND, InitiativeStopped.KIND, InitiativeResumed.KIND],
        )
        .order_by("-id")
        .first()
    )
    return found


def last_change(*, initiative: Initiative) -> Event | None:
    """The latest change of a text or choice: what an undo puts back."""
    found: Event | None = (
        Event.objects.filter(
            subject_type="initiative", subject_id=initiative.pk, kind=InitiativeChanged.KIND
        )
        .order_by("-id")
        .first()
    )
    return found
