"""Days as people say them."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format


def spoken(moment: date | datetime) -> str:
    """'23 April', with the year where it is not this one."""
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment)
    same_year = moment.year == timezone.localdate().year
    return date_format(moment, "j F" if same_year else "j F Y")
