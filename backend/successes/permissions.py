"""Who may do what with successes. Everybody in the organisation reads them; their team tells."""

from __future__ import annotations

from backend.initiatives.permissions import relations
from backend.organisations.models import Membership
from backend.organisations.permissions import (
    Relation,
    a_team,
    everybody,
    may,
    own,
    require,
    rules,
)
from backend.successes.models import Success

rules(
    {
        "success_list": everybody,
        "success_detail": everybody,
        "applaud": everybody,
        "applause_withdraw": everybody,
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


def stands(membership: Membership, success: Success, told_by: int | None) -> frozenset[Relation]:
    """How somebody stands to a success: as to its initiative, and whether they told it."""
    found = relations(membership, success.initiative)
    return found | {Relation.SELF} if told_by == membership.pk else found


def require_for_told(
    membership: Membership, action: str, success: Success, told_by: int | None
) -> None:
    """Raise `Refused` where the table says no for this success, told by this membership."""
    require(membership, action, stands(membership, success, told_by))


def may_take_back(membership: Membership, success: Success) -> bool:
    """Whether this reader may take it back."""
    return may(membership, "success_untell", stands(membership, success, success.told_by_id))
