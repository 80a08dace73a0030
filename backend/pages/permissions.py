"""The pages that everybody of the organisation may open."""

from __future__ import annotations

from backend.organisations.permissions import everybody, rules

rules({"my_steps": everybody, "step_new": everybody, "listening": everybody, "photo": everybody})
