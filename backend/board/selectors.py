"""Reading the board: roll-ups up to the cursor plus the events behind it, in one snapshot."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from backend.board import folds
from backend.board.groups import Groups
from backend.board.models import BoardVisit
from backend.initiatives.models import Step
from backend.organisations.models import Membership, Organisation
from backend.successes.models import Success


@dataclass(frozen=True)
class Figures:
    """The board's figures: steps and golden stones by (monday, unit, kind), counts by name."""

    steps: Counter[folds.WeekKey] = field(default_factory=Counter)
    golden: Counter[folds.WeekKey] = field(default_factory=Counter)
    tallies: Counter[folds.TallyKey] = field(default_factory=Counter)

    def named(self, name: str) -> int:
        """A count over all units."""
        return sum(value for (_unit, key), value in self.tallies.items() if key == name)

    def starting(self, prefix: str) -> dict[str, int]:
        """Counts whose name starts so, by the rest of the name; zero ones left out."""
        found: Counter[str] = Counter()
        for (_unit, key), value in self.tallies.items():
            if key.startswith(prefix):
                found[key.removeprefix(prefix)] += value
        return {key: value for key, value in found.items() if value}

    def by_unit(self, groups: Groups) -> Counter[int]:
        """Steps by the team they are counted under."""
        found: Counter[int] = Counter()
        for (_week, unit, _kind), number in self.steps.items():
            found[groups.shown.get(unit, unit)] += number
        return found

    def golden_by_unit(self, groups: Groups) -> Counter[int]:
        """Golden stones by the team they are counted under."""
        found: Counter[int] = Counter()
        for (_week, unit, _kind), number in self.golden.items():
            found[groups.shown.get(unit, unit)] += number
        return found

    def last_week(self, groups: Groups) -> dict[int, date]:
        """The last week with a step, by the team it is counted under."""
        found: dict[int, date] = {}
        for (week, unit, _kind), number in self.steps.items():
            shown = groups.shown.get(unit, unit)
            if number > 0 and week > found.get(shown, date.min):
                found[shown] = week
        return found

    @property
    def total(self) -> int:
        """All stones."""
        return sum(self.steps.values())


def state_of(*, organisation: Organisation) -> str:
    """What the figures depend on, as a short text: the same text, the same board. One small query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH place AS (SELECT coalesce((SELECT folded_below FROM board_foldcursor
                                            WHERE organisation_id = %(organisation)s), 0) AS below)
            SELECT place.below, count(e.id), max(e.id) FROM place LEFT JOIN events_event e
              ON e.organisation_id = %(organisation)s AND e.transaction >= place.below
            GROUP BY place.below
            """,
            {"organisation": organisation.pk},
        )
        below, count, last = cursor.fetchone()
    return f"{below}.{count}.{last or 0}"


def figures(*, organisation: Organisation) -> Figures:
    """Exact at once. One statement, so that cursor, roll-ups and tail are of one moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT
              (SELECT json_agg(json_build_array(week, unit_id, kind, steps, golden))
                 FROM board_weektally WHERE organisation_id = %(organisation)s),
              (SELECT json_agg(json_build_array(unit_id, name, value))
                 FROM board_tally WHERE organisation_id = %(organisation)s),
              (SELECT json_agg(json_build_array(kind, payload))
                 FROM events_event WHERE organisation_id = %(organisation)s
                  AND kind = ANY(%(kinds)s)
                  AND transaction >= coalesce((SELECT folded_below FROM board_foldcursor
                                               WHERE organisation_id = %(organisation)s), 0))
            """,
            {"organisation": organisation.pk, "kinds": folds.FOLDED},
        )
        weeks, tallies, tail = (_json(value) for value in cursor.fetchone())
    found = Figures()
    for week, unit, kind, steps, golden in weeks:
        key = (date.fromisoformat(week), unit, kind)
        found.steps[key] += steps
        found.golden[key] += golden
    for unit, name, value in tallies:
        found.tallies[unit, name] += value
    behind = folds.fold(tail)
    for mine, theirs in (
        (found.steps, behind.steps),
        (found.golden, behind.golden),
        (found.tallies, behind.tallies),
    ):
        for counted, value in theirs.items():
            mine[counted] += value  # type: ignore[index]
    return found


def _json(value: object) -> list[Any]:  # type: ignore[type-arg]
    return (json.loads(value) if isinstance(value, str) else value) or []  # type: ignore[return-value]


@dataclass(frozen=True)
class Filter:
    """Which steps a figure is made of."""

    units: tuple[int, ...] | None = None
    week: date | None = None
    kind: str = ""
    golden: bool = False
    with_words: bool = False


def steps_behind(*, organisation: Organisation, chosen: Filter) -> QuerySet[Step]:
    """The stones that a figure counts, the newest first; no author is read."""
    found = Step.objects.filter(organisation=organisation, removed_at=None, done_on__isnull=False)
    if chosen.units is not None:
        found = found.filter(unit__in=chosen.units)
    if chosen.week:
        found = found.filter(done_on__gte=chosen.week, done_on__lt=chosen.week + timedelta(days=7))
    if chosen.kind:
        found = found.filter(kind=chosen.kind)
    if chosen.golden:
        told = Success.objects.filter(organisation=organisation, told_at__isnull=False)
        found = found.filter(pk__in=told.values("golden_step_id"))
    if chosen.with_words:
        found = found.filter(words__isnull=False)
    return found.select_related("initiative", "unit").order_by("-done_on", "-id")


def page_before(found: QuerySet[Step], place: str) -> QuerySet[Step]:
    """Only what comes after `place` (a day and an id, as `2026-11-03.17`) in that order."""
    day, _dot, number = place.partition(".")
    try:
        last = date.fromisoformat(day)
        pk = int(number)
    except ValueError:
        return found
    return found.filter(Q(done_on__lt=last) | Q(done_on=last, id__lt=pk))


def visit_of(*, membership: Membership) -> BoardVisit | None:
    """What the board showed somebody last time."""
    return BoardVisit.objects.filter(membership=membership).first()
