"""Reading the steps of an initiative or of somebody."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db.models import (
    F,
    Q,
    QuerySet,
)

from backend.events.models import Change, Event
from backend.initiatives import telling
from backend.initiatives.events import StepChanged
from backend.initiatives.models import (
    LAID,
    Initiative,
    Step,
)
from backend.initiatives.stages import OPEN, Stage
from backend.organisations.models import Membership, Organisation


def steps(*, organisation: Organisation) -> QuerySet[Step]:
    """The steps that stand (none that were removed)."""
    return Step.objects.filter(organisation=organisation, removed_at=None)


def words_stand(*, step: Step) -> bool:
    """Whether the words that came with a step are there, whatever became of the step."""
    return Step.objects.filter(pk=step.pk, words__isnull=False, words__withdrawn_at=None).exists()


def had_day(*, step: Step, field: str, day: date) -> bool:
    """Whether a step had this day before, by its history."""
    return Change.objects.filter(
        event__subject_type="step", event__subject_id=step.pk, field=field, before=day.isoformat()
    ).exists()


def steps_done(*, initiative: Initiative) -> QuerySet[Step]:
    """The stones of one initiative, in the order in which they were laid."""
    return Step.objects.filter(LAID, initiative=initiative).order_by("done_on", "id")


def steps_planned(*, initiative: Initiative) -> QuerySet[Step]:
    """What is planned in an initiative and was not done."""
    return Step.objects.filter(initiative=initiative, removed_at=None, done_on=None)


def steps_of(*, membership: Membership, since: date) -> QuerySet[Step]:
    """What somebody logged since a day, and what they planned and still have to do."""
    return (
        Step.objects.filter(
            Q(done_on__gte=since) | Q(done_on=None, initiative__stage__in=OPEN),
            logged_by=membership,
            removed_at=None,
        )
        .select_related("initiative")
        .order_by("-done_on", "-id")
    )


def start_of_day(*, organisation: Organisation, day: date) -> datetime:
    """Midnight of a day in the organisation's own zone."""
    return datetime.combine(day, time.min, organisation.zone)


def steps_past(*, membership: Membership, today: date) -> QuerySet[Step]:
    """What somebody planned for a day that is past, the oldest first."""
    return (
        Step.objects.filter(
            organisation=membership.organisation_id,
            logged_by=membership,
            removed_at=None,
            done_on=None,
            planned_on__lt=today,
            initiative__stage__in=OPEN,
        )
        .select_related("initiative")
        .order_by("planned_on", "id")
    )


def golden_step_id(*, initiative: Initiative) -> int | None:
    """The step that turned golden when the initiative was celebrated."""
    if initiative.stage != Stage.CELEBRATED:
        return None
    return telling.golden_step_id(initiative)


def steps_shown(*, initiative: Initiative, limit: int) -> list[Step]:
    """The steps of a page with words and photo: the planned ones, then the latest `limit` done."""
    found = (
        Step.objects.filter(initiative=initiative, removed_at=None)
        .select_related("words", "photo", "logged_by__person")
        .order_by(F("done_on").desc(nulls_first=True), "planned_on", "-id")
    )
    return list(found[:limit])


def change_of_step(*, step: Step) -> Event | None:
    """The change by which a step came to be as it is (its `version`): what an undo puts back."""
    found: Event | None = Event.objects.filter(
        subject_type="step",
        subject_id=step.pk,
        kind=StepChanged.KIND,
        payload__version=step.version,
    ).first()
    return found
