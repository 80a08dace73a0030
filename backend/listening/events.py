"""What can happen to a customer's words."""

from __future__ import annotations

from dataclasses import dataclass

from backend.events.contracts import Happening
from backend.listening.models import Consent


@dataclass(frozen=True)
class WordsNoted(Happening):
    """Words were noted, or came back after they were withdrawn."""

    unit_id: int
    consent: Consent


@dataclass(frozen=True)
class WordsConsentChanged(Happening):
    """The customer lets their words go further, or less far."""

    before: Consent
    after: Consent


@dataclass(frozen=True)
class WordsWithdrawn(Happening):
    """The customer took the words back."""

    unit_id: int
