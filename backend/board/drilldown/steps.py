"""The steps behind a figure: which they are, page by page. No author is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Subquery

from backend.initiatives.events import StepLogged
from backend.initiatives.models import Step
from backend.organisations.models import Organisation
from backend.successes.models import Success
from backend.web.cursors import opened, sealed

GOLDEN = "golden"
# The steps behind what is said of a principle, by its key; and the count of them.
PRINCIPLES = {"listening": "s.words_id IS NOT NULL"}
PRINCIPLE_COUNTS = {"listening": "with_words"}
# Up to so many units, the latest steps of each are read and put in one row; of more, the latest
# steps of all are read until enough are of these.
FEW_UNITS = 200


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


@dataclass
class _Query:
    """Conditions on a step `s`, with their values."""

    conditions: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    joins: list[str] = field(default_factory=list)

    def where(self, condition: str, **values: Any) -> None:
        self.conditions.append(condition)
        self.values.update(values)


def steps_behind(
    *, organisation: Organisation, chosen: Filter, place: str = "", limit: int
) -> list[Any]:
    """The stones that a figure counts after `place` (of `place_of`), the newest first.

    `is_golden` says which are celebrated, `story` where that is told. Two queries. Raises
    `WrongCursor` for a place of no page of this organisation.
    """
    query = _query(organisation, chosen)
    if place:
        day, pk = opened(_list_of(organisation.pk), place)
        last = date.fromisoformat(day)
        query.where("(s.done_on, s.id) < (%(last_day)s, %(last_id)s)", last_day=last, last_id=pk)
    told = Success.objects.filter(golden_step=OuterRef("pk"), told_at__isnull=False)
    found = (
        Step.objects.filter(pk__in=_ids(query, chosen, limit))
        .select_related("initiative")
        .annotate(story=Subquery(told.values("uid")[:1]))
        .order_by("-done_on", "-id")
    )
    rows: list[Any] = list(found)
    for row in rows:
        row.is_golden = row.story is not None
    return rows


def place_of(step: Step) -> str:
    """Where a next page begins."""
    return sealed(_list_of(step.organisation_id), [f"{step.done_on}", step.pk])


def new_count(*, organisation: Organisation, chosen: Filter, most: int) -> int:
    """How many steps came in the window of a filter, counted up to `most`. One query."""
    query = _query(organisation, chosen)
    statement = (
        f"SELECT count(*) FROM (SELECT 1 FROM {_from(query)}"  # noqa: S608 - made of its own parts
        f" WHERE {' AND '.join(query.conditions)} LIMIT %(most)s) found"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {**query.values, "most": most})
        return int(cursor.fetchone()[0])


def _list_of(organisation_id: int) -> str:
    return f"steps:{organisation_id}"


def _query(organisation: Organisation, chosen: Filter) -> _Query:
    query = _Query()
    query.where("s.organisation_id = %(organisation)s", organisation=organisation.pk)
    query.where("s.removed_at IS NULL")
    query.where("s.done_on IS NOT NULL")
    if chosen.week:
        query.where(
            "s.done_on >= %(week)s AND s.done_on < %(next_week)s",
            week=chosen.week,
            next_week=chosen.week + timedelta(days=7),
        )
    if chosen.kind == GOLDEN:
        # Asked of each step as it comes, so that the first page needs the first steps only.
        query.joins.append(
            "CROSS JOIN LATERAL (SELECT t.told_at FROM successes_success t"
            " WHERE t.golden_step_id = s.id AND t.told_at IS NOT NULL LIMIT 1) told"
        )
    elif chosen.kind:
        query.where("s.kind = %(kind)s", kind=chosen.kind)
    if chosen.principle:
        query.where(PRINCIPLES[chosen.principle])
    if chosen.units is not None:
        query.values["units"] = list(chosen.units)
        if not _is_few(chosen):
            query.where("s.unit_id = ANY(%(units)s)")
    if chosen.window:
        _came_in(query, chosen.window, chosen.kind == GOLDEN)
    return query


def _came_in(query: _Query, window: Window, golden: bool) -> None:
    """Those that were logged, or celebrated, in the window: a step may be of an earlier day."""
    query.values["after"] = window.after
    if golden:
        query.where(
            "s.id IN (SELECT n.golden_step_id FROM successes_success n"
            " WHERE n.organisation_id = %(organisation)s AND n.told_at > %(after)s)"
        )
        return
    query.where(
        "s.id IN (SELECT e.subject_id FROM events_event e"
        " WHERE e.organisation_id = %(organisation)s AND e.transaction >= %(below)s"
        " AND e.kind = %(logged)s AND e.happened_at > %(after)s)",
        below=window.below,
        logged=StepLogged.KIND,
    )


def _is_few(chosen: Filter) -> bool:
    """Whether the steps of each unit are read by themselves."""
    return chosen.units is not None and len(chosen.units) <= FEW_UNITS and chosen.window is None


def _from(query: _Query) -> str:
    return " ".join(["initiatives_step s", *query.joins])


def _ids(query: _Query, chosen: Filter, limit: int) -> Sequence[int]:
    conditions = " AND ".join(query.conditions)
    latest = "ORDER BY s.done_on DESC, s.id DESC LIMIT %(limit)s"
    if _is_few(chosen):
        statement = (
            "SELECT s.id FROM unnest(%(units)s::bigint[]) unit CROSS JOIN LATERAL ("  # noqa: S608
            f"SELECT s.id, s.done_on FROM {_from(query)}"
            f" WHERE s.unit_id = unit AND {conditions} {latest}) s {latest}"
        )
    else:
        statement = f"SELECT s.id FROM {_from(query)} WHERE {conditions} {latest}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, {**query.values, "limit": limit})
        return [pk for (pk,) in cursor.fetchall()]
