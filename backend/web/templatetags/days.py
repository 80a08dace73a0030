"""Days as people say them."""

from __future__ import annotations

from datetime import date, datetime

from django import template

from backend.web import days

register = template.Library()


@register.filter
def day(moment: date | datetime | None) -> str:
    """As `days.spoken`; nothing for None."""
    return days.spoken(moment) if moment is not None else ""
