"""Taking what happened into the roll-ups of one organisation, a page at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import Any

from django.db import connection

from backend.board.models import Counted
from backend.board.projection import initiatives, steps, tree, writing
from backend.board.projection.deltas import EVERYTHING, Deltas
from backend.events.reading import Happened
from backend.initiatives.models import Initiative
from backend.organisations.models import Organisation

# So many initiatives are counted again in one query.
RECOUNT = 2_000
_COLUMNS = initiatives.COLUMNS
_TYPES = (
    "bigint", "bigint", "text", "bigint", "date", "date", "date", "bool", "bool", "bool", "text",
)  # fmt: skip


def tree_take_in(organisation: Organisation, parents: dict[int, int]) -> int:
    """Count the touched units again; `parents`, the tree as it was counted, follows.

    What was touched is taken away first and read afterwards: what is touched meanwhile comes again.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM board_touched WHERE organisation_id = %s RETURNING unit, membership",
            [organisation.pk],
        )
        rows = cursor.fetchall()
    touched = {unit for unit, _membership in rows}
    members = {membership for _unit, membership in rows if membership}
    found = tree.changes(organisation_id=organisation.pk, units=touched)
    parents.update({one.unit: one.now.parent for one in found if one.before is None})
    _rehang(organisation, parents, [one for one in found if one.hangs_elsewhere])
    _keep_nodes(organisation, found)
    _add(organisation, parents, tree.people(found))
    teams_take_in(organisation, parents, [one.unit for one in found])
    initiatives_take_in(organisation, parents, initiatives.touched_by((), members))
    return len(touched)


def _rehang(
    organisation: Organisation, parents: dict[int, int], moved: Sequence[tree.Change]
) -> None:
    """All are taken off first and hung up after: between the two no branch can be a circle."""
    for one in moved:
        above = tree.chain_in(parents, one.unit)[1:-1]
        writing.carry(organisation_id=organisation.pk, node=one.unit, others=above, sign=-1)
        parents[one.unit] = EVERYTHING
    for one in moved:
        parents[one.unit] = one.now.parent
        above = tree.chain_in(parents, one.unit)[1:-1]
        writing.carry(organisation_id=organisation.pk, node=one.unit, others=above, sign=1)


def _keep_nodes(organisation: Organisation, found: Sequence[tree.Change]) -> None:
    if not found:
        return
    columns: list[list[Any]] = [
        [one.unit for one in found],
        [one.now.parent for one in found],
        [one.now.people for one in found],
        [one.now.is_live for one in found],
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO board_node (organisation_id, unit, parent, people, is_live, steps, is_team,
                is_moving)
            SELECT %s, unit, parent, people, is_live, 0, false, false
            FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::bool[])
                AS found(unit, parent, people, is_live)
            ON CONFLICT (organisation_id, unit) DO UPDATE SET parent = excluded.parent,
                people = excluded.people, is_live = excluded.is_live
            """,
            [organisation.pk, *columns],
        )


def teams_take_in(
    organisation: Organisation, parents: dict[int, int], units: Collection[int]
) -> None:
    """Which of these units are a team, and have taken a step: after the steps were taken in."""
    found = tree.changes(organisation_id=organisation.pk, units=units)
    changed = tree.teams(found)
    if not any(changed.counts.values()):
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE board_node n SET is_team = found.is_team, is_moving = found.is_moving
            FROM unnest(%s::bigint[], %s::bool[], %s::bool[])
                AS found(unit, is_team, is_moving)
            WHERE n.organisation_id = %s AND n.unit = found.unit
            """,
            [
                [one.unit for one in found],
                [one.now.is_team for one in found],
                [tree.is_moving(one) for one in found],
                organisation.pk,
            ],
        )
    _add(organisation, parents, changed)


def events_take_in(
    organisation: Organisation,
    parents: dict[int, int],
    happened: Sequence[Happened[Any]],
    *,
    counted_below: int,
) -> None:
    """Add what a page of events brings; initiatives were counted with all that was before that."""
    deltas = steps.fold(one.what for one in happened)
    _learn(organisation, parents, deltas.units())
    _add(organisation, parents, deltas)
    teams_take_in(organisation, parents, _began_or_ended(organisation, deltas))
    later = [one for one in happened if one.transaction >= counted_below]
    initiatives_take_in(organisation, parents, initiatives.touched_by(later))


def _began_or_ended(organisation: Organisation, deltas: Deltas) -> list[int]:
    """Keep how many steps lie right in each unit; which took their first, or have none any more."""
    brought = {
        unit: number for (unit, name), number in deltas.counts.items() if name == "steps" and number
    }
    if not brought:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE board_node n SET steps = n.steps + found.steps
            FROM unnest(%s::bigint[], %s::int[]) AS found(unit, steps)
            WHERE n.organisation_id = %s AND n.unit = found.unit
            RETURNING n.unit, n.steps, n.steps - found.steps
            """,
            [list(brought), list(brought.values()), organisation.pk],
        )
        return [unit for unit, now, before in cursor.fetchall() if (now > 0) != (before > 0)]


def _learn(organisation: Organisation, parents: dict[int, int], units: Iterable[int]) -> None:
    """Units that were never touched hang where they hang."""
    missing = {unit for unit in units if unit not in parents}
    if missing:
        found = tree.changes(organisation_id=organisation.pk, units=missing)
        new = [one for one in found if one.before is None]
        _keep_nodes(organisation, new)
        parents.update({one.unit: one.now.parent for one in new})
        _add(organisation, parents, tree.people(new))


def initiatives_take_in(
    organisation: Organisation, parents: dict[int, int], touched: Iterable[int]
) -> None:
    """Count these initiatives again."""
    waiting = iter(sorted(touched))
    while ids := list(islice(waiting, RECOUNT)):
        before = initiatives.counted(organisation=organisation, ids=ids)
        now = initiatives.standing(organisation=organisation, ids=ids)
        changed = initiatives.changes(before, now)
        _learn(organisation, parents, changed.units())
        _add(organisation, parents, changed)
        _keep_counted(organisation, ids, list(now.values()))


def initiatives_after(organisation: Organisation, pk: int, number: int) -> list[int]:
    """The next so many initiatives, by id."""
    found = Initiative.objects.filter(organisation=organisation, pk__gt=pk).order_by("pk")
    return list(found.values_list("pk", flat=True)[:number])


_KEEP = f"""
    INSERT INTO board_counted (organisation_id, {", ".join(_COLUMNS)})
    SELECT %s, {", ".join("carriers::bigint[]" if name == "carriers" else name for name in _COLUMNS)}
    FROM unnest({", ".join(f"%s::{kind}[]" for kind in _TYPES)}) AS part({", ".join(_COLUMNS)})
    ON CONFLICT (organisation_id, initiative) DO UPDATE SET
        {", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[1:])}
"""  # noqa: S608 - names of ours


def _keep_counted(
    organisation: Organisation, ids: Sequence[int], parts: Sequence[initiatives.Part]
) -> None:
    gone = set(ids) - {part.initiative for part in parts}
    Counted.objects.filter(organisation=organisation, initiative__in=gone).delete()
    if not parts:
        return
    columns = [[getattr(part, name) for part in parts] for name in _COLUMNS]
    # An array of arrays would come out as one long row.
    columns[-1] = ["{" + ",".join(map(str, one)) + "}" for one in columns[-1]]
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [organisation.pk, *columns])


def _add(organisation: Organisation, parents: dict[int, int], deltas: Deltas) -> None:
    chains: dict[int, list[int]] = {}

    def chain(unit: int) -> list[int]:
        if unit not in chains:
            chains[unit] = tree.chain_in(parents, unit)
        return chains[unit]

    writing.apply(organisation_id=organisation.pk, raised=deltas.raised(chain))
