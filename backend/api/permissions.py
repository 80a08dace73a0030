"""Who may hand out tokens."""

from __future__ import annotations

from backend.organisations.permissions import administrators, rules

rules(
    {
        "token_list": administrators,
        "token_issue": administrators,
        "token_revoke": administrators,
    }
)
