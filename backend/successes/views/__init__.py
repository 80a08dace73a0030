"""The pages of successes: read and clap, tell, announce."""

from backend.successes.views.announcements import (
    announcement_call_back,
    announcement_detail,
    announcement_preview,
    announcement_reach,
    announcement_request,
)
from backend.successes.views.reading import (
    applaud,
    applause_withdraw,
    success_detail,
    success_list,
)
from backend.successes.views.taking_back import success_untell, success_untell_undo
from backend.successes.views.telling import (
    success_change,
    success_change_undo,
    success_later,
    success_later_undo,
    success_preview,
    success_tell,
)

__all__ = [
    "announcement_call_back",
    "announcement_detail",
    "announcement_preview",
    "announcement_reach",
    "announcement_request",
    "applaud",
    "applause_withdraw",
    "success_change",
    "success_change_undo",
    "success_detail",
    "success_later",
    "success_later_undo",
    "success_list",
    "success_preview",
    "success_tell",
    "success_untell",
    "success_untell_undo",
]
