"""The way to a place, whichever room's page stands there."""

from __future__ import annotations

from typing import Any

from django import template

from backend.web import ways_back

register = template.Library()


@register.simple_tag
def way(place: str, organisation: Any) -> str:
    """`{% way "home" organisation as home_url %}`: the address of a place in this organisation."""
    return ways_back.address(place, organisation)
