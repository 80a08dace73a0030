"""A sign of life of an initiative."""

from __future__ import annotations

from datetime import datetime

from backend.initiatives.models import Initiative


def touched(initiative: Initiative, at: datetime) -> list[str]:
    """A sign of life that everybody may see; the fields to save."""
    initiative.touched_at = max(initiative.touched_at, at)
    initiative.changed_at = max(initiative.changed_at, at)
    return ["touched_at", "changed_at"]
