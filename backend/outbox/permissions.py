"""Who looks after the mail of an organisation."""

from __future__ import annotations

from backend.organisations.permissions import administrators, rules

rules(
    {
        "mail_hold": administrators,
        "mail_resume": administrators,
        "mail_probe": administrators,
        "mail_try_again": administrators,
        "mail_cancel": administrators,
        "mail_cancel_undo": administrators,
        "work_try_again": administrators,
    }
)
