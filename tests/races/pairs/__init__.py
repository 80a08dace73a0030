"""Pairs of services that touch the same thing, each with the rows that they meet on.

Those that need a stage of their own; what is done to one thing stands in `things/`.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.races.pairs import initiatives, organisations, successes
from tests.races.pairs.base import Pair
from tests.races.things.base import Cast

ROOMS = (organisations, initiatives, successes)
PAIRS: dict[str, Callable[[Cast], Pair]] = {
    name: made
    for room in ROOMS
    for name, made in vars(room).items()
    if getattr(made, "__module__", "") == room.__name__ and not name.startswith("_")
}
