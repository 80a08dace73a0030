"""Who may choose their mail, and who may try the mail settings."""

from __future__ import annotations

from backend.organisations.permissions import administrators, everybody, rules

rules({"preferences": everybody, "smtp_test": administrators})
