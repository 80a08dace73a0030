"""The teams that some rows are of, as the board counts them."""

from __future__ import annotations

from collections.abc import Collection

from backend.board.reading.groups import Group
from backend.board.reading.levels import groups_of
from backend.board.reading.parts import Tree
from backend.board.reading.snapshot import one_moment
from backend.board.reading.sums import WHOLE, Sums
from backend.board.reading.tail import tail_of
from backend.organisations.models import Organisation
from backend.organisations.selectors import FEWEST


def tree_of(*, organisation: Organisation) -> Tree:
    """The units as the board counts them, with what is not in the roll-ups yet."""
    return Tree(organisation, tail_of(organisation=organisation))


def groups_by_unit(*, organisation: Organisation, units: Collection[int]) -> dict[int, Group]:
    """The group under whose name each of these units may be mentioned beside its work.

    Nothing for a unit of which nothing is known, and while fewer than five people take part.
    """
    with one_moment():
        tree = tree_of(organisation=organisation)
        if Sums(organisation, tree.tail).read(WHOLE).counts["people"] < FEWEST:
            return {}
        return groups_of(tree=tree, units=units)
