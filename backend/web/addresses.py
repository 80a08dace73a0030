"""Addresses of many rows of one kind: looked up once, not once a row."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.urls import reverse

_ANY = UUID(int=0)


def by_uid(name: str, organisation: str) -> Callable[[UUID], str]:
    """Gives the page of this name, in the organisation of that slug, for each uid."""
    before, after = reverse(name, args=[organisation, _ANY]).split(str(_ANY))
    return lambda uid: f"{before}{uid}{after}"
