"""Who wants to know of what: filled by the rooms in `AppConfig.ready()`, called by the dispatcher.

A subscriber is a function of one `Happened` that writes what is owed (deliveries, fan-outs) in the
dispatcher's transaction. It must be repeatable: a second call for the same event changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from backend.events.contracts import Happening
from backend.events.reading import Happened

H = TypeVar("H", bound=Happening)
Subscriber = Callable[[Happened[Any]], None]
_subscribers: dict[str, list[Subscriber]] = defaultdict(list)
_works: dict[str, Any] = {}


def subscribe(
    kind: type[H], subscriber: Callable[[Happened[H]], None], *, work: Any = None
) -> None:
    """Call `subscriber` for each event of this kind, once, after its transaction is over.

    `work` says on screen what it does, for whoever looks after work that failed.
    """
    if subscriber not in _subscribers[kind.KIND]:
        _subscribers[kind.KIND].append(subscriber)
    if work:
        _works[kind.KIND] = work


def subscribers_of(kind: str) -> tuple[Subscriber, ...]:
    """The functions to call, in the order in which the rooms are layered."""
    return tuple(_subscribers.get(kind, ()))


def work_of(kind: str) -> Any:
    """What is done about an event of this kind, for the screen; None where nobody says."""
    return _works.get(kind)
