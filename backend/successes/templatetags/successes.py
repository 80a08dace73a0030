"""Days as people say them."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format

register = template.Library()


@register.filter
def day(moment: date | datetime | None) -> str:
    """'23 April', with the year where it is not this one; nothing for None."""
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment)
    same_year = moment.year == timezone.localdate().year
    return date_format(moment, "j F" if same_year else "j F Y")
