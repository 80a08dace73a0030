"""The channels that exist."""

from __future__ import annotations

from backend.outbox.models import Channel as Name
from worker.channels.base import Channel
from worker.channels.email.channel import EmailChannel

_channels: dict[str, Channel] = {}


def find(name: str) -> Channel:
    """The channel by its name, one per process. Raises `LookupError` for one that does not exist."""
    if name not in _channels:
        if name != Name.EMAIL:
            raise LookupError(f"There is no channel {name!r}")
        _channels[name] = EmailChannel()
    return _channels[name]


def close_all() -> None:
    """Let go of every connection that is kept."""
    while _channels:
        _channels.popitem()[1].close()
