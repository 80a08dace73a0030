"""The names under which teams may be mentioned beside their work, in the API and in lists."""

from __future__ import annotations

from collections.abc import Collection

from backend.board.reading.teams import groups_by_unit
from backend.board.showing import naming
from backend.organisations.models import Organisation


def team_names(*, organisation: Organisation, units: Collection[int]) -> dict[int, str]:
    """By unit; a team of few people has the name of all that it counts with. A handful of queries.

    Empty while fewer than five people take part.
    """
    found = groups_by_unit(organisation=organisation, units=set(units))
    return {unit: naming.name(group) for unit, group in found.items()}
