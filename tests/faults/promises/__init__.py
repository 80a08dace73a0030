"""The safeguards of the product: what keeps each promise, and the test that must miss it."""

from __future__ import annotations

from tests.faults.promises import addresses, at_once, delivery, line, running
from tests.faults.promises.base import DELIVERY, HEALTH, Safeguard

SAFEGUARDS: list[Safeguard] = [
    *delivery.SAFEGUARDS,
    *running.SAFEGUARDS,
    *addresses.SAFEGUARDS,
    *at_once.SAFEGUARDS,
    *line.SAFEGUARDS,
]

__all__ = ["DELIVERY", "HEALTH", "SAFEGUARDS", "Safeguard"]
