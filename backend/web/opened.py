"""What stood in a form when it was opened: of two who change different fields, both changes stay.

For rows without a version; the form brings it along, and the service compares under its lock.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

Seen = Mapping[str, str]


def seen_of(row: Any, names: Iterable[str]) -> str:
    """These fields as they stand now, for the form to bring along."""
    return json.dumps({name: _told(getattr(row, name)) for name in names})


def read(text: str) -> Seen | None:
    """What a form brought along; None where it brought nothing, or nothing that we gave."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        return None
    return found


def merged(row: Any, fields: Mapping[str, Any], seen: Seen | None) -> dict[str, Any]:
    """Without what this editor left as it was. `row` is held; without `seen` all is as asked.

    Raises `ValidationError` at each field that somebody else changed too, to something else.
    """
    if seen is None:
        return dict(fields)
    mine = {name: value for name, value in fields.items() if _told(value) != seen.get(name)}
    theirs = {
        name: getattr(row, name)
        for name, value in mine.items()
        if name in seen and _told(getattr(row, name)) not in {seen[name], _told(value)}
    }
    if theirs:
        raise ValidationError({name: _conflict(value) for name, value in theirs.items()})
    return mine


def _conflict(now: Any) -> ValidationError:
    text = _("Somebody changed this meanwhile to “%(now)s”. Save once more to keep yours.")
    return ValidationError(text % {"now": _shown(now)}, code="conflict")


def _told(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, list | tuple):
        return ",".join(sorted(str(one) for one in value))
    return str(value)


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | tuple):
        return ", ".join(str(WEEKDAYS[day - 1]).lower() for day in value) or "–"
    return f"{value:%H:%M}" if hasattr(value, "hour") else str(value)
