"""Who may choose their mail, and who sees how all of it stands."""

from __future__ import annotations

from backend.organisations.permissions import administrators, everybody, rules

rules(
    {
        "preferences": everybody,
        "mail": administrators,
        "smtp_test": administrators,
        "smtp_test_detail": administrators,
    }
)
