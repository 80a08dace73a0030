"""When a step was last taken in each of several groups."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import connection

from backend.board.reading.groups import Group
from backend.board.reading.sums import Sums

# A node by itself: its last week is the end of its index.
_PLAIN = """
    SELECT asked.place, max(last.week) FROM unnest(%(places)s::int[], %(nodes)s::bigint[])
        AS asked(place, node)
    CROSS JOIN LATERAL (SELECT w.week FROM board_week w
        WHERE w.organisation_id = %(organisation)s AND w.node = asked.node
            AND w.listened + w.tried + w.changed > 0
        ORDER BY w.week DESC LIMIT 1) last
    GROUP BY asked.place
"""
# Part of a node: what remains when the others are taken off.
_PARTS = """
    SELECT place, max(week) FROM (
        SELECT asked.place, w.week FROM unnest(%(places)s::int[], %(nodes)s::bigint[],
            %(times)s::int[]) AS asked(place, node, times)
        JOIN board_week w ON w.organisation_id = %(organisation)s AND w.node = asked.node
        GROUP BY asked.place, w.week
        HAVING sum(asked.times * (w.listened + w.tried + w.changed)) > 0) taken
    GROUP BY place
"""


def last_weeks(*, sums: Sums, groups: Sequence[Group]) -> dict[int, date]:
    """The Monday of the last week with a step, by the place of a group. Two queries at most."""
    asked = [
        (place, node, times)
        for place, group in enumerate(groups)
        for node, times in sums.tail.combined(group.nodes).items()
    ]
    parted = {place for place, _node, times in asked if times < 0}
    found: dict[int, date] = {}
    for statement, chosen in (
        (_PLAIN, [row for row in asked if row[0] not in parted]),
        (_PARTS, [row for row in asked if row[0] in parted]),
    ):
        if chosen:
            places, nodes, times = map(list, zip(*chosen, strict=True))
            with connection.cursor() as cursor:
                cursor.execute(
                    statement,
                    {
                        "organisation": sums.organisation.pk,
                        "places": places,
                        "nodes": nodes,
                        "times": times,
                    },
                )
                found.update(cursor.fetchall())
    for (node, week), numbers in sums.tail.raised.weeks.items():
        if sum(numbers[:3]) > 0:
            for place, group in enumerate(groups):
                if group.nodes.get(node, 0) > 0:
                    found[place] = max(found.get(place, week), week)
    return found
