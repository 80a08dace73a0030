"""Setting fields, and what changed by it."""

from __future__ import annotations

from typing import Any


def apply(row: Any, fields: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Set the fields that differ; the pairs (before, after) of those that did."""
    changes = {
        field: (getattr(row, field), value)
        for field, value in fields.items()
        if getattr(row, field) != value
    }
    for field, (_before, value) in changes.items():
        setattr(row, field, value)
    return changes
