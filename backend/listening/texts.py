"""In which language somebody writes."""

from __future__ import annotations

from backend.organisations.models import Membership


def language_of(actor: Membership) -> str:
    """The language that somebody writes in: their own, else the organisation's."""
    return str(actor.person.language or actor.organisation.language)
