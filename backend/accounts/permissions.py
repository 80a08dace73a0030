"""Who sends an invitation again."""

from __future__ import annotations

from backend.organisations.permissions import managers, rules

rules({"invitation_again": managers})
