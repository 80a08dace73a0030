"""How many steps a figure counted: from the roll-up that made it, never by counting rows."""

from __future__ import annotations

from backend.board.drilldown.steps import GOLDEN, PRINCIPLE_COUNTS, Filter, new_count
from backend.board.reading.groups import Group
from backend.board.reading.sums import WHOLE, Sums
from backend.board.showing.texts import MOST_NEW
from backend.organisations.models import Organisation


def count_behind(
    *, organisation: Organisation, sums: Sums, chosen: Filter, group: Group | None
) -> int | None:
    """How many steps a filter finds; None for a combination that no figure is made of. One query."""
    nodes = group.nodes if group else WHOLE
    if chosen.window:
        only = Filter(kind=chosen.kind, window=chosen.window)
        if only != chosen:
            return None
        found = new_count(organisation=organisation, chosen=chosen, most=MOST_NEW + 1)
        return found if found <= MOST_NEW else None
    if chosen.principle:
        if chosen.week or chosen.kind:
            return None
        return sums.read(nodes).counts[PRINCIPLE_COUNTS[chosen.principle]]
    weeks = [week for week in sums.read(nodes).rows if chosen.week in (None, week.monday)]
    if chosen.kind == GOLDEN:
        return sum(week.golden for week in weeks)
    return sum(getattr(week, chosen.kind or "total") for week in weeks)
