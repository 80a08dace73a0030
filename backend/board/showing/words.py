"""The customer's words that a programme began with."""

from __future__ import annotations

from backend.board.reading.snapshot import Row
from backend.listening.models import Consent


def words_of(programme: Row | None) -> str:
    """As far as their consent reaches everybody; else empty."""
    if programme is None or not programme["words"] or programme["withdrawn_at"]:
        return ""
    return "" if programme["consent"] == Consent.A_TEAM else str(programme["words"])
