"""What is new since somebody was here."""

from __future__ import annotations

from backend.board.drilldown.steps import GOLDEN, Filter, Window, new_count
from backend.board.models import BoardVisit
from backend.board.showing.texts import MOST_NEW
from backend.organisations.models import Organisation


def window_of(visit: BoardVisit | None) -> Window | None:
    """Since the visit before this one; None on a first visit."""
    if visit is None or visit.before_at is None:
        return None
    return Window(visit.before_at, visit.before.get("below", 0))


def new_in(*, organisation: Organisation, window: Window) -> dict[str, int]:
    """How many steps and golden ones came in a window, counted up to `MOST_NEW` + 1. Two queries."""
    return {
        name: new_count(
            organisation=organisation, chosen=Filter(kind=kind, window=window), most=MOST_NEW + 1
        )
        for name, kind in (("steps", ""), ("told", GOLDEN))
    }
