"""Who may do what with customers' words: this room's rows of the permission table."""

from __future__ import annotations

from backend.listening.models import Words
from backend.listening.selectors import in_their_team
from backend.organisations.models import Membership
from backend.organisations.permissions import Relation, everybody, own, require, rules

rules(
    {
        "words_note": everybody,
        "words_consent_change": own,
        "words_withdraw": own,
        "words_restore": own,
    }
)


def require_for_words(membership: Membership, action: str, words: Words) -> None:
    """Raise `Refused` where the table says no for these words."""
    found = set()
    if words.noted_by_id == membership.pk:
        found.add(Relation.SELF)
    elif in_their_team(membership=membership, words=words):
        found.add(Relation.A_TEAM)
    require(membership, action, frozenset(found))
