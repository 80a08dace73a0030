"""What a safeguard is, and where several are tried."""

from __future__ import annotations

from dataclasses import dataclass

DELIVERY = "tests/faults/test_delivery.py"
HEALTH = "tests/faults/test_health.py"


@dataclass(frozen=True)
class Safeguard:
    """A piece of code that keeps a promise, and the test that must miss it."""

    name: str
    test: str
    path: str
    old: str
    new: str
