"""The board that an address asks for: of everything, or of one department or team."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from backend.board.drilldown.step_filter import group_asked
from backend.board.reading.board import Board, board_of
from backend.board.reading.snapshot import one_moment
from backend.board.reading.teams import tree_of
from backend.organisations.models import Organisation


def board_asked(asked: Mapping[str, str], *, organisation: Organisation) -> Board:
    """Read it; 404 for a team that does not stand alone."""
    with one_moment():
        tree = tree_of(organisation=organisation)
        group = group_asked(asked, tree=tree)
        return board_of(organisation=organisation, group=group, tree=tree)


def filters_of(asked: Mapping[str, str]) -> str:
    """The part of an address that names the group, to be passed on; empty for everything."""
    return urlencode({name: asked[name] for name in ("unit", "own") if asked.get(name)})
