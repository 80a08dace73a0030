"""Writing sums into the roll-ups: each of them in one statement, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection

from backend.board.projection.deltas import Deltas


def apply(*, organisation_id: int, raised: Deltas) -> None:
    """Add sums that were raised to every node above them."""
    _add(
        "board_week",
        {"node": "bigint", "week": "date"},
        ("listened", "tried", "changed", "golden"),
        organisation_id,
        ((*key, *numbers) for key, numbers in raised.weeks.items() if any(numbers)),
    )
    _add(
        "board_daytally",
        {"node": "bigint", "name": "text", "day": "date"},
        ("value",),
        organisation_id,
        ((*key, number) for key, number in raised.days.items() if number),
    )
    counts = {key: number for key, number in raised.counts.items() if number}
    for node, heads in _carriers(organisation_id, raised).items():
        counts[node, "ambassadors"] = heads
    _add(
        "board_tally",
        {"node": "bigint", "name": "text"},
        ("value",),
        organisation_id,
        ((*key, number) for key, number in counts.items() if number),
    )


def _add(
    table: str,
    key: Mapping[str, str],
    sums: Sequence[str],
    organisation_id: int,
    rows: Iterable[tuple[Any, ...]],
) -> None:
    columns = list(
        zip(*sorted(rows), strict=True)
    )  # in one order, so that two never wait in a ring
    if not columns:
        return
    types = [*key.values(), *["int"] * len(sums)]
    arrays = ", ".join(f"%s::{kind}[]" for kind in types)
    added = ", ".join(f"{name} = old.{name} + excluded.{name}" for name in sums)
    names = ", ".join([*key, *sums])
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} AS old (organisation_id, {names})"  # noqa: S608 - names of ours
            f" SELECT %s, * FROM unnest({arrays})"
            f" ON CONFLICT (organisation_id, {', '.join(key)}) DO UPDATE SET {added}",
            [organisation_id, *map(list, columns)],
        )


_CARRIERS = """
    WITH delta(node, membership, number) AS (
        SELECT * FROM unnest(%(nodes)s::bigint[], %(memberships)s::bigint[], %(numbers)s::int[])
    ), before AS (
        SELECT node, membership, initiatives FROM board_ambassador JOIN delta
            USING (node, membership) WHERE organisation_id = %(organisation)s
    ), after AS (
        INSERT INTO board_ambassador AS old (organisation_id, node, membership, initiatives)
        SELECT %(organisation)s, node, membership, number FROM delta ORDER BY node, membership
        ON CONFLICT (organisation_id, node, membership)
            DO UPDATE SET initiatives = old.initiatives + excluded.initiatives
        RETURNING node, membership, initiatives
    )
    SELECT after.node,
        sum((after.initiatives > 0)::int - (coalesce(before.initiatives, 0) > 0)::int)
    FROM after LEFT JOIN before USING (node, membership) GROUP BY after.node
"""


def _carriers(organisation_id: int, raised: Deltas) -> dict[int, int]:
    """By how many the number of different people rose in each node."""
    rows = [(*key, number) for key, number in raised.carriers.items() if number]
    if not rows:
        return {}
    nodes, memberships, numbers = map(list, zip(*rows, strict=True))
    values: dict[str, Any] = {
        "organisation": organisation_id, "nodes": nodes, "memberships": memberships,
        "numbers": numbers,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_CARRIERS, values)
        return dict(cursor.fetchall())


# What a node has is given to others, or taken from them.
_CARRY = (
    """
    INSERT INTO board_week AS old
        (organisation_id, node, week, listened, tried, changed, golden)
    SELECT organisation_id, other, week, %(sign)s * listened, %(sign)s * tried,
        %(sign)s * changed, %(sign)s * golden
    FROM board_week, unnest(%(others)s::bigint[]) other
    WHERE organisation_id = %(organisation)s AND node = %(node)s
    ON CONFLICT (organisation_id, node, week) DO UPDATE SET
        listened = old.listened + excluded.listened, tried = old.tried + excluded.tried,
        changed = old.changed + excluded.changed, golden = old.golden + excluded.golden
    """,
    """
    INSERT INTO board_daytally AS old (organisation_id, node, name, day, value)
    SELECT organisation_id, other, name, day, %(sign)s * value
    FROM board_daytally, unnest(%(others)s::bigint[]) other
    WHERE organisation_id = %(organisation)s AND node = %(node)s
    ON CONFLICT (organisation_id, node, name, day) DO UPDATE SET value = old.value + excluded.value
    """,
    """
    INSERT INTO board_tally AS old (organisation_id, node, name, value)
    SELECT organisation_id, other, name, %(sign)s * value
    FROM board_tally, unnest(%(others)s::bigint[]) other
    WHERE organisation_id = %(organisation)s AND node = %(node)s AND name <> 'ambassadors'
    ON CONFLICT (organisation_id, node, name) DO UPDATE SET value = old.value + excluded.value
    """,
)
_PEOPLE_OF = """
    SELECT membership, initiatives FROM board_ambassador
    WHERE organisation_id = %s AND node = %s AND initiatives <> 0
"""


def carry(*, organisation_id: int, node: int, others: Sequence[int], sign: int) -> None:
    """Add (1) or take off (-1) all that a node has to or from others, history along."""
    if not others:
        return
    values: dict[str, Any] = {
        "organisation": organisation_id, "node": node, "others": list(others), "sign": sign,
    }  # fmt: skip
    moved = Deltas()
    with connection.cursor() as cursor:
        for statement in _CARRY:
            cursor.execute(statement, values)
        cursor.execute(_PEOPLE_OF, [organisation_id, node])
        for membership, initiatives in cursor.fetchall():
            for other in others:
                moved.carriers[other, membership] += sign * initiatives
    apply(organisation_id=organisation_id, raised=moved)
