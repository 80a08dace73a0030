"""The pages that everybody of the organisation may open."""

from __future__ import annotations

from backend.organisations.permissions import everybody, rules

rules(
    {
        "help_for": everybody,
        "listening": everybody,
        "my_steps": everybody,
        "photo": everybody,
        "step_new": everybody,
    }
)
