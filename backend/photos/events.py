"""What can happen to a photo."""

from __future__ import annotations

from dataclasses import dataclass

from backend.events.contracts import Happening


@dataclass(frozen=True)
class PhotoDescribed(Happening):
    """What is to be seen was said in other words."""
