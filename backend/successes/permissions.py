"""Who may do what with successes. Everybody in the organisation reads them; their team tells."""

from __future__ import annotations

from backend.organisations.permissions import a_team, everybody, own, rules

rules(
    {
        "success_list": everybody,
        "success_detail": everybody,
        "applaud": everybody,
        "applause_withdraw": everybody,
        "news": everybody,
        "news_read": everybody,
        "success_preview": a_team,
        "success_change": a_team,
        "success_change_undo": a_team,
        "success_tell": a_team,
        "success_later": a_team,
        "success_later_undo": a_team,
        "success_untell": own,
        "success_untell_undo": own,
        "announcement_request": a_team,
        "announcement_preview": a_team,
        "announcement_reach": a_team,
        "announcement_detail": a_team,
        "announcement_call_back": a_team,
    }
)
