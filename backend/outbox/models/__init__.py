"""What is owed to whom, how far that came, and the ways it goes out."""

from __future__ import annotations

from backend.outbox.models.deliveries import Attempt, Channel, Delivery, Fault, Priority
from backend.outbox.models.dispatching import DispatchCursor, FailedWork
from backend.outbox.models.fanouts import Fanout
from backend.outbox.models.ways_out import Pause, Suppression, Transport

__all__ = [
    "Attempt",
    "Channel",
    "Delivery",
    "DispatchCursor",
    "FailedWork",
    "Fanout",
    "Fault",
    "Pause",
    "Priority",
    "Suppression",
    "Transport",
]
