"""What can happen to the lists that people choose from."""

from __future__ import annotations

from dataclasses import dataclass

from backend.events.contracts import Happening


@dataclass(frozen=True)
class ProcessAdded(Happening):
    """A service was added that customers go through."""

    process_id: int


@dataclass(frozen=True)
class ProcessChanged(Happening):
    """A service is called otherwise."""

    process_id: int


@dataclass(frozen=True)
class ProcessEnded(Happening):
    """Nobody can choose this service any more."""

    process_id: int


@dataclass(frozen=True)
class ProcessReturned(Happening):
    """A service that had ended is there again."""

    process_id: int


@dataclass(frozen=True)
class CustomerGroupAdded(Happening):
    """A group of customers was added."""

    customer_group_id: int


@dataclass(frozen=True)
class CustomerGroupChanged(Happening):
    """A group of customers is called otherwise."""

    customer_group_id: int


@dataclass(frozen=True)
class CustomerGroupEnded(Happening):
    """Nobody can choose this group any more."""

    customer_group_id: int


@dataclass(frozen=True)
class CustomerGroupReturned(Happening):
    """A group that had ended is there again."""

    customer_group_id: int
