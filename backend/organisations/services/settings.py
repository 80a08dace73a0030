"""What an organisation may be set to; the database holds the same (`organisation_…`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any, TypedDict
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from backend.organisations.models import LANGUAGES, LEAST_OPEN_MINUTES, WEEKDAYS, Organisation


class Settings(TypedDict, total=False):
    """What of an organisation is set by its administrators."""

    name: str
    language: str
    time_zone: str
    working_days: Sequence[int]
    quiet_from: time
    quiet_until: time
    works_on_good_friday: bool


def refuse_settings(organisation: Organisation, fields: Mapping[str, Any]) -> None:
    """Raise `ValidationError` by field for what cannot be; what is not named stays as it stands."""
    problems: dict[str, str] = {}
    if "language" in fields and fields["language"] not in dict(LANGUAGES):
        problems["language"] = _("Choose one of the languages.")
    if "time_zone" in fields and fields["time_zone"] not in available_timezones():
        problems["time_zone"] = _("Choose one of the time zones.")
    days = fields.get("working_days")
    if "working_days" in fields and (not days or not set(days) <= set(WEEKDAYS)):
        problems["working_days"] = _("Choose at least one day of the week.")
    begins = fields.get("quiet_from", organisation.quiet_from)
    ends = fields.get("quiet_until", organisation.quiet_until)
    if minutes_open(begins, ends) < LEAST_OPEN_MINUTES:
        problems["quiet_until"] = _("Leave a few hours in which a reminder may arrive.")
    if problems:
        raise ValidationError(problems)  # type: ignore[arg-type]


def minutes_open(quiet_from: time, quiet_until: time) -> int:
    """How many minutes a day a reminder may arrive in."""
    begins = quiet_from.hour * 60 + quiet_from.minute
    return (begins - quiet_until.hour * 60 - quiet_until.minute) % (24 * 60)
