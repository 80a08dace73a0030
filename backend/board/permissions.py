"""Who may see the board: this room's rows of the permission table."""

from __future__ import annotations

from backend.organisations.permissions import everybody, rules

rules(
    {
        "board": everybody,
        "find": everybody,
        "unit_board": everybody,
        "own_board": everybody,
        "steps": everybody,
        "service_list": everybody,
        "crossing_svg": everybody,
        "weeks": everybody,
        "weeks_csv": everybody,
    }
)
