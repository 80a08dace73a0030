"""The way to a place, whichever room's page stands there."""

from __future__ import annotations

from typing import Any

from django import template

from backend.web import navigation, ways_back

register = template.Library()


@register.simple_tag
def way(place: str, organisation: Any, *rest: str) -> str:
    """`{% way "home" organisation as home_url %}`: the address of a place in this organisation."""
    return ways_back.address(place, organisation, *rest)


@register.simple_tag
def menu(name: str, membership: Any) -> list[navigation.Shown]:
    """`{% menu "main" membership as entries %}`: what this person finds in a menu."""
    return navigation.entries(name, membership)
