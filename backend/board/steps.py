"""The steps behind a figure: which they are, page by page. No author is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from backend.events.models import Event
from backend.initiatives.events import StepLogged
from backend.initiatives.models import Step
from backend.organisations.models import Organisation
from backend.successes.models import Success
from backend.web.cursors import opened, sealed

GOLDEN = "golden"
# The steps behind what is said of a principle, by its key.
PRINCIPLES = {"listening": Q(words__isnull=False)}


@dataclass(frozen=True)
class Window:
    """What happened since a moment, which is one reader's visit.

    `below` is the fold cursor of that moment: nothing before it needs to be looked at.
    """

    after: datetime
    below: int = 0


@dataclass(frozen=True)
class Filter:
    """Which steps a figure is made of. `kind` is a kind of step or `golden`, `principle` a key of
    `PRINCIPLES`.
    """

    units: tuple[int, ...] | None = None
    week: date | None = None
    kind: str = ""
    principle: str = ""
    window: Window | None = None


def steps_behind(*, organisation: Organisation, chosen: Filter) -> QuerySet[Step]:
    """The stones that a figure counts, the newest first; `is_golden` says which are celebrated."""
    told = Success.objects.filter(golden_step=OuterRef("pk"), told_at__isnull=False)
    found: QuerySet[Step] = Step.objects.filter(
        organisation=organisation, removed_at=None, done_on__isnull=False
    ).annotate(is_golden=Exists(told), story=Subquery(told.values("uid")[:1]))
    if chosen.units is not None:
        found = found.filter(unit__in=chosen.units)
    if chosen.week:
        found = found.filter(done_on__gte=chosen.week, done_on__lt=chosen.week + timedelta(days=7))
    if chosen.kind == GOLDEN:
        found = found.filter(Exists(told))
    elif chosen.kind:
        found = found.filter(kind=chosen.kind)
    if chosen.principle:
        found = found.filter(PRINCIPLES[chosen.principle])
    if chosen.window:
        found = _came_in(found, organisation, chosen.window, chosen.kind == GOLDEN)
    return found.select_related("initiative").order_by("-done_on", "-id")


def _came_in(
    found: QuerySet[Step], organisation: Organisation, window: Window, golden: bool
) -> QuerySet[Step]:
    """Those that were logged, or celebrated, in the window: a step may be of an earlier day."""
    if golden:
        told = Success.objects.filter(organisation=organisation, told_at__gt=window.after)
        return found.filter(pk__in=told.values("golden_step_id"))
    logged = Event.objects.filter(
        organisation=organisation,
        kind=StepLogged.KIND,
        transaction__gte=window.below,
        happened_at__gt=window.after,
    )
    return found.filter(pk__in=logged.values("subject_id"))


def page_before(found: QuerySet[Step], place: str, *, organisation: Organisation) -> QuerySet[Step]:
    """Only what comes after `place` (of `place_of`) in that order; all where it is empty.

    Raises `WrongCursor` for one that is of no page of this organisation.
    """
    if not place:
        return found
    day, pk = opened(_list_of(organisation.pk), place)
    last = date.fromisoformat(day)
    return found.filter(Q(done_on__lt=last) | Q(done_on=last, id__lt=pk))


def place_of(step: Step) -> str:
    """Where a next page begins, for `page_before`."""
    return sealed(_list_of(step.organisation_id), [f"{step.done_on}", step.pk])


def _list_of(organisation_id: int) -> str:
    return f"steps:{organisation_id}"
