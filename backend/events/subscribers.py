"""Who wants to know of what: filled by the rooms in `AppConfig.ready()`, called by the dispatcher.

A subscriber is a function of one `Event` that writes what is owed (deliveries, fan-outs) in the
dispatcher's transaction. It must be repeatable: a second call for the same event changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from backend.events.kinds import Kind
from backend.events.models import Event

Subscriber = Callable[[Event], None]
_subscribers: dict[Kind, list[Subscriber]] = defaultdict(list)


def subscribe(kind: Kind, subscriber: Subscriber) -> None:
    """Call `subscriber` for each event of `kind`, once, after its transaction is over."""
    if subscriber not in _subscribers[kind]:
        _subscribers[kind].append(subscriber)


def subscribers_of(kind: Kind) -> tuple[Subscriber, ...]:
    """The functions to call, in the order in which the rooms are layered."""
    return tuple(_subscribers.get(kind, ()))


def kinds() -> frozenset[Kind]:
    """The kinds that anybody subscribes to."""
    return frozenset(kind for kind, found in _subscribers.items() if found)
