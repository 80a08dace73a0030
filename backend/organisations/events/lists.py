"""What can happen to the lists that people choose from."""

from __future__ import annotations

from dataclasses import dataclass

from backend.events.contracts import Happening, Payload, lift


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
class CustomerGroupAdded(Happening, version=2):
    """A group of customers was added."""

    customer_group_id: int


@dataclass(frozen=True)
class CustomerGroupChanged(Happening, version=2):
    """A group of customers is called otherwise."""

    customer_group_id: int


@dataclass(frozen=True)
class CustomerGroupEnded(Happening, version=2):
    """Nobody can choose this group any more."""

    customer_group_id: int


@dataclass(frozen=True)
class CustomerGroupReturned(Happening, version=2):
    """A group that had ended is there again."""

    customer_group_id: int


@lift(CustomerGroupAdded, 1)
@lift(CustomerGroupChanged, 1)
@lift(CustomerGroupEnded, 1)
@lift(CustomerGroupReturned, 1)
def _spelled_out(payload: Payload) -> Payload:
    return {"customer_group_id": payload["customergroup_id"]}
