"""What happened and is not in the roll-ups yet: added on reading, so that a figure is exact at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Subquery
from django.db.models.functions import Coalesce

from backend.board.models import FoldCursor, Touched
from backend.board.projection import initiatives, log, steps, tree
from backend.board.projection.deltas import Deltas
from backend.board.reading.snapshot import snapshot_query
from backend.events.models import Event
from backend.events.reading import COLUMNS, Happened
from backend.organisations.models import Organisation

# More than this is not added on reading: the board then shows how it stood a moment ago, and says so.
MOST = 2_000
# node → how often what it has in the roll-ups is added
Combination = Counter[int]


@dataclass(frozen=True)
class Tail:
    """What to add to the roll-ups of an organisation.

    `is_behind`: so much happened that it is left out. `deltas` are by unit; `parents` is the tree
    as it is now, above every unit of `deltas`; `moved` hang elsewhere than they were counted, each
    with the nodes that stood above it.
    """

    folded_below: int = 0
    is_behind: bool = False
    deltas: Deltas = field(default_factory=Deltas)
    parents: Mapping[int, int] = field(default_factory=dict)
    moved: Mapping[int, Sequence[int]] = field(default_factory=dict)

    def chain(self, unit: int) -> list[int]:
        """A unit and all nodes above it, as they are now."""
        return tree.chain_in(self.parents, unit)

    @cached_property
    def raised(self) -> Deltas:
        """The deltas for every node."""
        return self.deltas.raised(self.chain)

    def combination(self, node: int) -> Combination:
        """Of which sums in the roll-ups those of a node are made: its own, unless units moved.

        Cut at each unit that moved, the tree of before falls into pieces; a node has every piece
        that hangs in it now.
        """
        inside = [unit for unit in self.moved if unit != node and node in self.chain(unit)]
        found: Combination = Counter({node: 1})
        found.update(inside)
        pieces = {node, *inside}
        for unit, above in self.moved.items():
            piece = next((one for one in above if one == node or one in self.moved), None)
            if piece in pieces:
                found[unit] -= 1
        return found

    def combined(self, nodes: Mapping[int, int]) -> Combination:
        """The same for several nodes at once, each so many times."""
        if not self.moved:
            return Counter(nodes)
        found: Combination = Counter()
        for node, times in nodes.items():
            for one, number in self.combination(node).items():
                found[one] += times * number
        return found


def tail_of(*, organisation: Organisation) -> Tail:
    """What is not in the roll-ups yet. One query where nothing happened, a handful else."""
    below, rows, touched, members = _found(organisation)
    is_behind = len(rows) > MOST
    if is_behind:
        rows = []
    happened, _unknown = log.read(rows)
    deltas = steps.fold(one.what for one in happened)
    taken = {unit: number for (unit, name), number in deltas.counts.items() if name == "steps"}
    deltas.add(_initiatives(organisation, happened, members))
    changes = tree.changes(organisation_id=organisation.pk, units=touched | taken.keys())
    deltas.add(tree.people(changes))
    deltas.add(tree.teams(changes, taken))
    moved = [one.unit for one in changes if one.hangs_elsewhere]
    before = tree.parents_above(organisation_id=organisation.pk, units=moved, counted=True)
    involved = deltas.units() | set(moved)
    return Tail(
        below,
        is_behind,
        deltas,
        tree.parents_above(organisation_id=organisation.pk, units=involved),
        {unit: tree.chain_in(before, unit)[1:] for unit in moved},
    )


def _found(organisation: Organisation) -> tuple[int, list[list[Any]], set[int], set[int]]:
    """The cursor, the events from it on, and the units and members that were touched. One query."""
    below = FoldCursor.objects.filter(organisation=organisation).values("folded_below")
    rows = snapshot_query(
        cursor=below,
        events=Event.objects.filter(
            organisation=organisation, transaction__gte=Coalesce(Subquery(below), 0)
        )
        .order_by("transaction", "id")  # by index, also where it cannot be known how few these are
        .values(*COLUMNS)[: MOST + 1],
        touched=Touched.objects.filter(organisation_id=organisation.pk)
        .values("unit", "membership")
        .distinct(),
    )
    return (
        rows["cursor"][0]["folded_below"] if rows["cursor"] else 0,
        [[row[name] for name in COLUMNS] for row in rows["events"]],
        {row["unit"] for row in rows["touched"]},
        {row["membership"] for row in rows["touched"] if row["membership"]},
    )


def _initiatives(
    organisation: Organisation, happened: Sequence[Happened[Any]], members: set[int]
) -> Deltas:
    ids = sorted(initiatives.touched_by(happened, members))
    if not ids:
        return Deltas()
    return initiatives.changes(
        initiatives.counted(organisation=organisation, ids=ids),
        initiatives.standing(organisation=organisation, ids=ids),
    )
