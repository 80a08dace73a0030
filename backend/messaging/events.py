"""What can happen to what people want to hear of."""

from __future__ import annotations

from dataclasses import dataclass

from backend.events.contracts import Happening
from backend.messaging.models import SuccessMail


@dataclass(frozen=True)
class PreferenceChanged(Happening):
    """Somebody chose what to be mailed about."""

    success_mail: SuccessMail
    reminders: bool
    help_mail: bool
