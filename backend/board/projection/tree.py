"""The tree of units as it was counted, and what changed in it since.

Triggers on units and memberships note which units to count again (`Touched`), whatever the way in.
Counts by name: `people` who take part; `teams` (units in use without such a one below them) and
`moving`, those of them with a step.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db import connection

from backend.board.projection.deltas import EVERYTHING, Deltas

Parents = Mapping[int, int]


@dataclass(frozen=True)
class Standing:
    """Where a unit hangs (0: at the top), and how many people work right there."""

    parent: int
    people: int
    is_live: bool
    is_team: bool


@dataclass(frozen=True)
class Change:
    """A unit as it stands now, and as it was counted; None for one that never was."""

    unit: int
    now: Standing
    before: Standing | None
    # Whether it was counted as a team with a step, and how many steps were counted right in it.
    moved_before: bool
    steps_before: int

    @property
    def hangs_elsewhere(self) -> bool:
        """Whether what it has belongs to others than it was counted for."""
        return self.before is not None and self.before.parent != self.now.parent


# Of unit 0 there is no row: who works in no unit counts for the whole organisation.
_CHANGES = """
    WITH working AS (
        SELECT unit_id AS unit, count(*) AS people FROM organisations_membership
        WHERE organisation_id = %(organisation)s AND state = 'active'
            AND unit_id = ANY(%(units)s) GROUP BY unit_id
        UNION ALL
        SELECT 0, count(*) FROM organisations_membership
        WHERE organisation_id = %(organisation)s AND state = 'active' AND unit_id IS NULL
            AND 0 = ANY(%(units)s)
    )
    SELECT asked.unit, coalesce(u.parent_id, 0), coalesce(u.ended_on IS NULL, false),
        coalesce(working.people, 0),
        u.ended_on IS NULL AND u.id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM organisations_unit c WHERE c.parent_id = u.id AND c.ended_on IS NULL),
        n.unit, n.parent, n.people, n.is_live, n.is_team, n.is_moving, coalesce(n.steps, 0)
    FROM unnest(%(units)s::bigint[]) asked(unit)
    LEFT JOIN organisations_unit u ON u.id = asked.unit
        AND u.organisation_id = %(organisation)s
    LEFT JOIN board_node n ON n.organisation_id = %(organisation)s AND n.unit = asked.unit
    LEFT JOIN working ON working.unit = asked.unit
    WHERE u.id IS NOT NULL OR asked.unit = 0
"""


def changes(*, organisation_id: int, units: Collection[int]) -> list[Change]:
    """These units as they stand and as they were counted. One query."""
    if not units:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_CHANGES, {"organisation": organisation_id, "units": sorted(units)})
        return [
            Change(
                unit,
                Standing(parent, people, is_live, is_team),
                Standing(*before[:4]) if known is not None else None,
                bool(before[4]),
                before[5],
            )
            for unit, parent, is_live, people, is_team, known, *before in cursor.fetchall()
        ]


def people(found: Iterable[Change]) -> Deltas:
    """How many more work right in each of these units."""
    deltas = Deltas()
    for one in found:
        deltas.counts[one.unit, "people"] = one.now.people - (
            one.before.people if one.before else 0
        )
    return deltas


def is_moving(one: Change, taken: Mapping[int, int] = MappingProxyType({})) -> bool:
    """Whether a unit is a team with a step; `taken` by unit are not counted yet."""
    return one.now.is_team and one.steps_before + taken.get(one.unit, 0) > 0


def teams(found: Iterable[Change], taken: Mapping[int, int] = MappingProxyType({})) -> Deltas:
    """Which of these units became a team or one with a step, or no longer are."""
    deltas = Deltas()
    for one in found:
        moving = is_moving(one, taken)
        was_team = one.before is not None and one.before.is_team
        deltas.counts[one.unit, "teams"] = one.now.is_team - was_team
        deltas.counts[one.unit, "moving"] = moving - one.moved_before
    return deltas


def chain_in(parents: Parents, unit: int) -> list[int]:
    """A unit and all nodes above it, the whole organisation last. Ends in a circle too."""
    found: list[int] = []
    at = unit
    while at != EVERYTHING and at not in found:
        found.append(at)
        at = parents.get(at, EVERYTHING)
    return [*found, EVERYTHING]


def parents_counted(*, organisation_id: int) -> dict[int, int]:
    """The whole tree as it was counted. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unit, parent FROM board_node WHERE organisation_id = %s",
            [organisation_id],
        )
        return dict(cursor.fetchall())


_ABOVE = """
    WITH RECURSIVE above(unit, parent) AS (
        SELECT id, parent_id FROM organisations_unit
            WHERE organisation_id = %(organisation)s AND id = ANY(%(units)s)
        UNION
        SELECT u.id, u.parent_id FROM organisations_unit u JOIN above ON u.id = above.parent
            WHERE u.organisation_id = %(organisation)s
    )
    SELECT unit, parent FROM above WHERE parent IS NOT NULL
"""
_ABOVE_COUNTED = """
    WITH RECURSIVE above(unit, parent) AS (
        SELECT unit, parent FROM board_node
            WHERE organisation_id = %(organisation)s AND unit = ANY(%(units)s)
        UNION
        SELECT n.unit, n.parent FROM board_node n JOIN above ON n.unit = above.parent
            WHERE n.organisation_id = %(organisation)s
    )
    SELECT unit, parent FROM above WHERE parent <> 0
"""


def parents_above(
    *, organisation_id: int, units: Collection[int], counted: bool = False
) -> dict[int, int]:
    """As much of the tree as stands above these units, as it is or as it was `counted`. One query."""
    if not units:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            _ABOVE_COUNTED if counted else _ABOVE,
            {"organisation": organisation_id, "units": sorted(units)},
        )
        return dict(cursor.fetchall())
