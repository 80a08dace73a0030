"""Customers' words as they are shown."""

from __future__ import annotations

from django import template

register = template.Library()
_PAIRS = {"“": "”", '"': '"', "„": "”", "«": "»", "‘": "’", "'": "'"}


@register.filter
def said(text: str) -> str:
    """The words without quotation marks of their own: the page sets them in its own."""
    kept = text.strip()
    if len(kept) > 1 and _PAIRS.get(kept[0]) == kept[-1] and kept.count(kept[0]) <= 2:
        return kept[1:-1].strip()
    return kept
