"""Which fields of a row differ from what is wanted, and making them so: what the history tells of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# By field: what stood there, and what stands there now.
Changes = dict[str, tuple[Any, Any]]


def differing(row: Any, wanted: Mapping[str, Any]) -> Changes:
    """The fields of which something else is wanted than stands there."""
    return {
        field: (getattr(row, field), value)
        for field, value in wanted.items()
        if getattr(row, field) != value
    }


def put(row: Any, changes: Changes) -> None:
    """Let the row say what each field is to be; saves nothing."""
    for field, (_before, value) in changes.items():
        setattr(row, field, value)


def apply(row: Any, wanted: Mapping[str, Any]) -> Changes:
    """Both: put what differs, and return it."""
    changes = differing(row, wanted)
    put(row, changes)
    return changes
