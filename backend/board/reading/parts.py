"""The tree of units as the board reads it, one level at a time, with the sums that grouping needs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from backend.board.projection.deltas import EVERYTHING
from backend.board.reading.tail import Combination, Tail
from backend.organisations.models import Organisation

_SUMS = ("people", "steps", "golden")


@dataclass(frozen=True)
class Part:
    """A unit with all below it, or (`is_own`) only what is right in it, outside the units below.

    `parent` is the node it is a part of. `nodes` says of which nodes its sums are made.
    """

    unit: int
    uid: str
    name: str
    parent: int
    is_own: bool
    is_live: bool
    has_below: bool
    people: int
    steps: int
    golden: int
    nodes: Mapping[int, int]

    @property
    def is_known(self) -> bool:
        """Whether anybody works in it, or left a step: only then it is named."""
        return self.people > 0 or self.steps > 0

    @property
    def key(self) -> tuple[int, bool]:
        return self.unit, self.is_own


# The units right below some others; none of a level on which more than `most` have five people.
_BELOW = """
    WITH below AS (
        SELECT u.id, u.uid::text, u.name, coalesce(u.parent_id, 0) AS parent,
            u.ended_on IS NULL AS is_live, u.position,
            EXISTS (SELECT 1 FROM organisations_unit c WHERE c.parent_id = u.id) AS has_below,
            coalesce((SELECT n.people FROM board_node n WHERE n.organisation_id = %(organisation)s
                AND n.unit = u.id), 0) AS here
        FROM organisations_unit u
        WHERE u.organisation_id = %(organisation)s AND (u.parent_id = ANY(%(parents)s)
            OR (%(top)s AND u.parent_id IS NULL))
    ), sums AS (
        SELECT t.node, jsonb_object_agg(t.name, t.value) AS counts FROM board_tally t
        WHERE t.organisation_id = %(organisation)s AND t.name IN ('people', 'steps', 'golden')
            AND (t.node IN (SELECT id FROM below) OR t.node = ANY(%(sources)s)) GROUP BY t.node
    )
    SELECT below.*, sums.counts, (SELECT jsonb_object_agg(node, counts) FROM sums
        WHERE node = ANY(%(sources)s)) AS moved
    FROM below LEFT JOIN sums ON sums.node = below.id
    WHERE %(most)s IS NULL OR (SELECT count(*) FROM below b JOIN sums s ON s.node = b.id
        WHERE (s.counts->>'people')::int >= 5) <= %(most)s
    ORDER BY below.position, below.id
"""


@dataclass
class Tree:
    """Reads the levels that are asked for, each once."""

    organisation: Organisation
    tail: Tail
    _below: dict[int, list[Part]] = field(default_factory=dict)
    _here: dict[int, int] = field(default_factory=dict)

    def below(self, parents: Iterable[int], *, most: int | None = None) -> bool:
        """Read the units right below these nodes; False where that are too many to show.

        `most`: more units of five people than this are not read. One query, or none.
        """
        missing = {parent for parent in parents if parent not in self._below}
        if not missing:
            return True
        rows = self._read(missing, most)
        found: dict[int, list[Part]] = {parent: [] for parent in missing}
        for row in rows:
            part = self._part(row)
            found[part.parent].append(part)
            self._here[part.unit] = row["here"] + self.tail.deltas.counts[part.unit, "people"]
        if most is not None and not rows:
            return False
        self._below.update(found)
        return True

    def parts(self, part: Part | None) -> Sequence[Part]:
        """What a part (None: everything) falls into: the units below it, and who is in none of them.

        Only itself, where nothing is below it. `below` must have read that level.
        """
        if part is not None and (part.is_own or not part.has_below):
            return [part]
        found = self._below[part.unit if part else EVERYTHING]
        own = [self._own(part, found)] if part else []
        return [one for one in (*own, *found) if one.is_live or one.is_known]

    def _own(self, part: Part, below: Sequence[Part]) -> Part:
        nodes: Combination = Counter({part.unit: 1})
        for one in below:
            nodes[one.unit] -= 1
        return Part(
            unit=part.unit,
            uid=part.uid,
            name=part.name,
            parent=part.unit,
            is_own=True,
            is_live=False,
            has_below=False,
            people=self._here.get(part.unit, 0),
            steps=part.steps - sum(one.steps for one in below),
            golden=part.golden - sum(one.golden for one in below),
            nodes=nodes,
        )

    def _part(self, row: Mapping[str, Any]) -> Part:
        unit = row["id"]
        counts = Counter(row["counts"] or {})
        if self.tail.moved:
            counts = Counter()
            for node, times in self.tail.combination(unit).items():
                known = row["counts"] if node == unit else (row["moved"] or {}).get(str(node))
                for name, value in (known or {}).items():
                    counts[name] += times * value
        for name in _SUMS:
            counts[name] += self.tail.raised.counts[unit, name]
        return Part(
            unit=unit,
            uid=row["uid"],
            name=row["name"],
            parent=row["parent"],
            is_own=False,
            is_live=row["is_live"],
            has_below=row["has_below"],
            people=counts["people"],
            steps=counts["steps"],
            golden=counts["golden"],
            nodes={unit: 1},
        )

    def _read(self, parents: set[int], most: int | None) -> list[dict[str, Any]]:
        with connection.cursor() as cursor:
            cursor.execute(
                _BELOW,
                {
                    "organisation": self.organisation.pk,
                    "parents": sorted(parents - {EVERYTHING}),
                    "top": EVERYTHING in parents,
                    "sources": sorted(self.tail.moved),
                    "most": most,
                },
            )
            names = [column.name for column in cursor.description or ()]
            return [dict(zip(names, map(_read, row), strict=True)) for row in cursor.fetchall()]


def _read(value: Any) -> Any:
    """Django leaves JSON as text; names and uids begin with no brace."""
    return json.loads(value) if isinstance(value, str) and value.startswith("{") else value
