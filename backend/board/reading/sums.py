"""Sums of nodes: the roll-ups and the tail together."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from backend.board.projection.deltas import EVERYTHING
from backend.board.reading.tail import Combination, Tail
from backend.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class WeekSum:
    """The steps of one week."""

    monday: date
    listened: int
    tried: int
    changed: int
    golden: int

    @property
    def total(self) -> int:
        return self.listened + self.tried + self.changed


@dataclass(frozen=True)
class Summed:
    """What a node, or several at once, add up to.

    `weeks` listened, tried, changed and golden steps by Monday, just as they add up; `counts` by
    name; `days` by name and day.
    """

    weeks: Mapping[date, Sequence[int]]
    counts: Counter[str]
    days: Mapping[str, Mapping[date, int]]

    @property
    def rows(self) -> list[WeekSum]:
        """The weeks in which anything was done, the oldest first."""
        return [
            WeekSum(week, *(max(0, number) for number in numbers))
            for week, numbers in sorted(self.weeks.items())
            if any(number > 0 for number in numbers)
        ]


_ASKED = """
    WITH asked AS MATERIALIZED (
        SELECT * FROM unnest(%(nodes)s::bigint[], %(times)s::int[]) AS asked(node, times)
    )
"""
_SUMMED = f"""
    {_ASKED}, weeks AS (
        SELECT week, sum(times * listened)::int AS a, sum(times * tried)::int AS b,
            sum(times * changed)::int AS c, sum(times * golden)::int AS d
        FROM board_week JOIN asked USING (node) WHERE organisation_id = %(organisation)s
        GROUP BY week
    ), counts AS (
        SELECT name, sum(times * value)::int AS value FROM board_tally JOIN asked USING (node)
        WHERE organisation_id = %(organisation)s GROUP BY name
    ), days AS (
        SELECT name, day, sum(times * value)::int AS value FROM board_daytally
        JOIN asked USING (node) WHERE organisation_id = %(organisation)s GROUP BY name, day
    )
    SELECT (SELECT json_agg(json_build_array(week, a, b, c, d)) FROM weeks),
        (SELECT json_object_agg(name, value) FROM counts),
        (SELECT json_agg(json_build_array(name, day, value)) FROM days)
"""  # noqa: S608 - made of its own parts only
_CARRIED = f"""
    {_ASKED}
    SELECT membership, sum(times * initiatives)::int FROM board_ambassador JOIN asked USING (node)
    WHERE organisation_id = %(organisation)s
        AND (%(members)s::bigint[] IS NULL OR membership = ANY(%(members)s))
    GROUP BY membership
"""  # noqa: S608 - made of its own parts only


@dataclass(frozen=True)
class Sums:
    """Reads sums of one organisation: of a node, or of several, each so many times."""

    organisation: Organisation
    tail: Tail

    def read(self, nodes: Mapping[int, int]) -> Summed:
        """All sums. One query, and one more where people have to be told apart anew."""
        (rows,) = self._rows(_SUMMED, nodes)
        weeks, counts, days = map(_loaded, rows)
        found = Summed(
            self._weeks(weeks or [], nodes), Counter(counts or {}), self._days(days or [], nodes)
        )
        for (node, name), number in self.tail.raised.counts.items():
            if node in nodes:
                found.counts[name] += nodes[node] * number
        self._count_heads(found.counts, nodes)
        return found

    def _weeks(self, rows: Sequence[Any], nodes: Mapping[int, int]) -> dict[date, list[int]]:
        found = {date.fromisoformat(week): numbers for week, *numbers in rows}
        for (node, week), numbers in self.tail.raised.weeks.items():
            if node in nodes:
                row = found.setdefault(week, [0, 0, 0, 0])
                for place, number in enumerate(numbers):
                    row[place] += nodes[node] * number
        return {week: numbers for week, numbers in found.items() if any(numbers)}

    def _days(self, rows: Sequence[Any], nodes: Mapping[int, int]) -> dict[str, Counter[date]]:
        found: dict[str, Counter[date]] = defaultdict(Counter)
        for name, day, number in rows:
            found[name][date.fromisoformat(day)] += number
        for (node, name, day), number in self.tail.raised.days.items():
            if node in nodes:
                found[name][day] += nodes[node] * number
        return found

    def _count_heads(self, counts: Counter[str], nodes: Mapping[int, int]) -> None:
        """Somebody who carries one more initiative of theirs is not one more of them.

        Nor is who carries one in two nodes: heads of one node are counted in the roll-up, of
        several they are counted here.
        """
        came: Counter[int] = Counter()
        for (node, membership), number in self.tail.raised.carriers.items():
            if node in nodes:
                came[membership] += nodes[node] * number
        if len(nodes) == 1 and self.tail.combined(nodes) == nodes:
            known = self._carried(nodes, sorted(came)) if came else {}
        else:
            known = self._carried(nodes, None)
            counts["ambassadors"] = sum(number > 0 for number in known.values())
        for membership, number in came.items():
            before = known.get(membership, 0)
            counts["ambassadors"] += (before + number > 0) - (before > 0)

    def _carried(self, nodes: Mapping[int, int], members: list[int] | None) -> dict[int, int]:
        return dict(self._rows(_CARRIED, nodes, members=members))

    def _rows(self, statement: str, nodes: Mapping[int, int], **values: Any) -> list[Any]:
        combined: Combination = self.tail.combined(nodes)
        with connection.cursor() as cursor:
            cursor.execute(
                statement,
                {
                    "organisation": self.organisation.pk,
                    "nodes": list(combined),
                    "times": list(combined.values()),
                    **values,
                },
            )
            return cursor.fetchall()


def _loaded(value: Any) -> Any:
    """Django leaves JSON as text."""
    return json.loads(value) if isinstance(value, str) else value


WHOLE = {EVERYTHING: 1}
