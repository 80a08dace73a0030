"""Which teams count together, so that no figure is about fewer than five people. Pure.

See docs/decisions/0005-small-teams.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from backend.organisations.selectors import FEWEST


@dataclass(frozen=True)
class Node:
    """A unit with the department it stands in and how many people work right there."""

    pk: int
    department: int
    people: int


def group_units(nodes: Sequence[Node]) -> list[list[int]]:
    """The ids of the units that count together, in the organisation's order; each unit once.

    Who has five people stands alone. The small ones of a department stand together, or, being fewer
    than five people even so, with the nearest that has five. Departments that have no five people
    stand together, or with the nearest group. So every group has five, as soon as there are five
    at all, and the groups add up to the whole: nothing is left to subtract.
    The order decides who joins whom, never the size: a colleague who moves elsewhere would
    otherwise carry a small team's figure from one neighbour to the other.
    """
    order = {node.pk: place for place, node in enumerate(nodes)}
    departments: dict[int, list[Node]] = defaultdict(list)
    for node in nodes:
        departments[node.department].append(node)
    groups: list[list[Node]] = []
    tiny: list[Node] = []
    for members in departments.values():
        found = _in_department(members, order)
        groups += found
        tiny += [] if found else members
    if tiny:
        _join(groups, tiny, order)
    for group in groups:
        group.sort(key=lambda node: order[node.pk])
    groups.sort(key=lambda group: order[group[0].pk])
    return [[node.pk for node in group] for group in groups]


def _in_department(members: Sequence[Node], order: dict[int, int]) -> list[list[Node]]:
    """The groups of one department; none where fewer than five work in it."""
    groups = [[node] for node in members if node.people >= FEWEST]
    small = [node for node in members if node.people < FEWEST]
    if _people(small) >= FEWEST:
        return [*groups, small]
    if not groups:
        return []
    leads = [group[0] for group in groups]
    for node in small:
        groups[_nearest(leads, node, order)].append(node)
    return groups


def _join(groups: list[list[Node]], tiny: list[Node], order: dict[int, int]) -> None:
    if _people(tiny) >= FEWEST or not groups:
        groups.append(tiny)
        return
    leads = [group[0] for group in groups]
    groups[_nearest(leads, tiny[0], order)].extend(tiny)


def _nearest(leads: Sequence[Node], node: Node, order: dict[int, int]) -> int:
    here = order[node.pk]
    return min(range(len(leads)), key=lambda i: (abs(order[leads[i].pk] - here), i))


def _people(nodes: Sequence[Node]) -> int:
    return sum(node.people for node in nodes)
