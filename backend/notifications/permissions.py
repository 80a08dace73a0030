"""Who may choose their mail, and who looks after all of it."""

from __future__ import annotations

from backend.organisations.permissions import administrators, everybody, managers, rules

rules(
    {
        "preferences": everybody,
        "smtp_test": administrators,
        "smtp_test_detail": administrators,
        "mail": administrators,
        "mail_hold": administrators,
        "mail_resume": administrators,
        "mail_probe": administrators,
        "mail_try_again": administrators,
        "mail_cancel": administrators,
        "mail_cancel_undo": administrators,
        "work_try_again": administrators,
        "invitation_again": managers,
    }
)
