"""Going down the levels of an organisation: what one page shows, and where a unit is found."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from backend.board.projection import tree as projected
from backend.board.projection.deltas import EVERYTHING
from backend.board.reading.groups import Group, Level, level
from backend.board.reading.parts import Part, Tree

# So many tiles are looked over at a glance; beyond that a search is quicker.
MOST_TILES = 60


@dataclass(frozen=True)
class Frontier:
    """The deepest level that fits: the groups of a page, and teams in which nobody is yet.

    `empty` comes with the group that each is a part of, None right below the page itself.
    `is_all`: nothing is left to open below them. `is_deep`: they stand below what the page is of.
    """

    groups: Sequence[Group] = ()
    empty: Sequence[tuple[Part, Group | None]] = ()
    is_all: bool = True
    is_deep: bool = False


def frontier(*, tree: Tree, group: Group | None) -> Frontier:
    """What the board of a group (None: of everything) shows. One query a level."""
    if not _read(tree, [group]):
        return Frontier(is_all=False)
    first = level(tree=tree, group=group)
    found = Frontier(first.groups, [(part, group) for part in first.empty])
    if first.shown > MOST_TILES:
        return Frontier(is_all=False)
    while True:
        open_groups = [one for one in found.groups if has_below(one)]
        if not open_groups:
            return found
        deeper = _deeper(tree, found)
        if deeper is None:
            return Frontier(found.groups, found.empty, False, found.is_deep)
        found = deeper


def _deeper(tree: Tree, found: Frontier) -> Frontier | None:
    if not _read(tree, found.groups):
        return None
    groups: list[Group] = []
    empty = list(found.empty)
    for one in found.groups:
        below = level(tree=tree, group=one) if has_below(one) else Level([one], [])
        groups += below.groups
        empty += [(part, one) for part in below.empty]
    if len(groups) + len(empty) > MOST_TILES:
        return None
    return Frontier(groups, empty, True, True)


def has_below(group: Group) -> bool:
    """Whether a group may be parted further."""
    return any(part.has_below and not part.is_own for part in group.parts)


def _read(tree: Tree, groups: Iterable[Group | None]) -> bool:
    return tree.below(_open(groups), most=MOST_TILES)


def _open(groups: Iterable[Group | None]) -> list[int]:
    return [
        parent
        for group in groups
        for parent in (
            [EVERYTHING]
            if group is None
            else [part.unit for part in group.parts if part.has_below and not part.is_own]
        )
    ]


def group_of(*, tree: Tree, unit: int, is_own: bool = False) -> Group | None:
    """The group that is found by a unit, or else the smallest one that it is a part of.

    None for a unit that is not there, or of which nothing is known. A query for the way up, and one
    for each level down where departments count together.
    """
    return groups_of(tree=tree, units=[unit], own={unit} if is_own else set()).get(unit)


def groups_of(
    *, tree: Tree, units: Collection[int], own: Collection[int] | None = None
) -> dict[int, Group]:
    """The group of each of these units: the smallest in which all that is right in it is counted.

    With `own` for these only; the others are then looked for with all that stands below them.
    """
    parents = projected.parents_above(organisation_id=tree.organisation.pk, units=units)
    chains = {unit: projected.chain_in(parents, unit)[::-1] for unit in units}
    tree.below({parent for chain in chains.values() for parent in chain})
    levels: dict[tuple[tuple[int, bool], ...], Level] = {}
    found = {}
    for unit, chain in chains.items():
        whole = own is not None and unit not in own
        group = _walk(tree, levels, chain[1:], whole=whole)
        if group is not None:
            found[unit] = group
    return found


def _walk(
    tree: Tree,
    levels: dict[tuple[tuple[int, bool], ...], Level],
    way: Sequence[int],
    *,
    whole: bool,
) -> Group | None:
    """Down from the top: at each level the group with the part that leads on."""
    group: Group | None = None
    while True:
        key = tuple(part.key for part in group.parts) if group else ()
        if key not in levels:
            tree.below(_open([group]))
            levels[key] = level(tree=tree, group=group)
        below = next((one for one in levels[key].groups if _leads(one, way)), None)
        if below is None:
            return group
        done = {part.key for part in below.parts} == set(key)
        group = below
        if done or (whole and group.lead.key == (way[-1], False)):
            return group


def _leads(group: Group, way: Sequence[int]) -> bool:
    """Whether one of its parts is on the way, or what is right in the unit at its end."""
    return any(part.unit == way[-1] if part.is_own else part.unit in way for part in group.parts)
