"""Where people go back to after an action, and the pages that others lead to by a plain name.

A room knows no address of a higher one: the higher one says at start-up which of its pages is `home`,
and which of its pages people return to.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

# Where people go who come from nowhere.
HOME = "home"
_returned_to: set[str] = set()
_places: dict[str, str] = {}


def returns_to(*names: str) -> None:
    """Name pages that people go back to after an action on them; any other is no page of its own."""
    _returned_to.update(names)


def places(**names: str) -> None:
    """Say which page stands at a place: `places(home="pages:my_steps")`; a later one replaces it."""
    _places.update(names)


def named(page: str) -> str:
    """The name of the address of a page: of a place, that of whichever page stands there."""
    return _places.get(page, page)


def address(place: str, organisation: Any, *rest: str) -> str:
    """The address of a place in this organisation."""
    return reverse(named(place), args=[organisation.slug, *rest])


def entrance(place: str, *rest: str) -> str:
    """The address of a place outside every organisation."""
    return reverse(named(place), args=rest)


def home(request: HttpRequest) -> str:
    """The page that everything begins at for this person."""
    return address(HOME, request.organisation)  # type: ignore[attr-defined]


def way_back(request: HttpRequest, fallback: str = "") -> str:
    """The page that the person was on, else `fallback`, else their home."""
    referer = request.headers.get("referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, request.is_secure()):
        path = urlsplit(referer).path  # not before: a browser may send what is no address at all
        try:
            if resolve(path).view_name in _returned_to:
                return path
        except Resolver404:
            pass
    return fallback or home(request)
