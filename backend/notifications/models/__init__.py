"""What is owed to whom, the ways it goes out, and how people want to hear of it."""

from __future__ import annotations

from backend.notifications.models.dispatching import DispatchCursor, FailedWork
from backend.notifications.models.hearing import Preference, Reminder, Seen, Snooze, SuccessMail
from backend.notifications.models.outbox import Attempt, Channel, Delivery, Fanout, Fault, Priority
from backend.notifications.models.ways_out import Pause, Suppression, Transport

__all__ = [
    "Attempt",
    "Channel",
    "Delivery",
    "DispatchCursor",
    "FailedWork",
    "Fanout",
    "Fault",
    "Pause",
    "Preference",
    "Priority",
    "Reminder",
    "Seen",
    "Snooze",
    "SuccessMail",
    "Suppression",
    "Transport",
]
