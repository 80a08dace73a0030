"""Telling successes, announcing them, and clapping for them.

Every service runs in one transaction and ends by recording its event. A silent act brings
in history: nobody is told of it, and it happened at that moment.
"""

from backend.successes.services.announcements import (
    announcement_call_back,
    announcement_request,
)
from backend.successes.services.applause import applaud, applause_withdraw
from backend.successes.services.later import success_put_off, success_put_off_undo
from backend.successes.services.stories import (
    draft_parts,
    draft_values,
    success_change,
    success_change_undo,
    success_draft,
    success_save,
    success_tell,
    success_untell,
    success_untell_undo,
)

__all__ = [
    "announcement_call_back",
    "announcement_request",
    "applaud",
    "applause_withdraw",
    "draft_parts",
    "draft_values",
    "success_change",
    "success_change_undo",
    "success_draft",
    "success_put_off",
    "success_put_off_undo",
    "success_save",
    "success_tell",
    "success_untell",
    "success_untell_undo",
]
