"""What a view answers after it did something: a message with undo, and back to the page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from backend.organisations.http import HttpRequest
from backend.web.answers import Said
from backend.web.middleware import not_taken

# The pages that people go back to after an action on them; any other is no page of its own.
_PAGES = {
    "pages:my_steps",
    "pages:listening",
    "initiatives:initiative_detail",
    "initiatives:initiative_list",
    "initiatives:initiative_history",
}
# What the parts of an open page listen to, to fetch themselves anew.
CHANGED = "steps-changed"


def is_partial(request: HttpRequest) -> bool:
    """Whether htmx asks for a piece of a page rather than a whole one."""
    return bool(request.htmx) and not request.htmx.boosted


def way_back(request: HttpRequest, fallback: str = "") -> str:
    """The page that the person was on, else `fallback`, else their steps."""
    referer = request.headers.get("referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, request.is_secure()):
        path = urlsplit(referer).path  # not before: a browser may send what is no address at all
        try:
            if resolve(path).view_name in _PAGES:
                return path
        except Resolver404:
            pass
    return fallback or reverse("pages:my_steps", args=[request.organisation.slug])


def done(
    request: HttpRequest,
    text: str,
    *,
    undo: str = "",
    fallback: str = "",
    to: str = "",
    events: Mapping[str, Mapping[str, str]] | None = None,
    piece: str = "",
) -> HttpResponse:
    """Say that it is done, with a way to undo it.

    With htmx nothing is swapped but the message, and `piece` where there is one; the open page
    hears `steps-changed` (and `events`) and fetches its parts. Without it the person goes `to` a page, or back to where
    they were.
    """
    if is_partial(request) and not to:
        context = {"text": text, "undo_url": undo}
        response = render(request, "components/toast.html", context)
        if piece:
            response.write(piece)
        else:
            response["HX-Reswap"] = "none"
        # Whoever sends the same form again without htmx is told the same.
        response.said = Said(text, undo, way_back(request, fallback))  # type: ignore[attr-defined]
        return announce(response, events)
    messages.success(request, text, extra_tags=f"undo:{undo}" if undo else "")
    target = to or way_back(request, fallback)
    return go(request, target)


def refused(request: HttpRequest, error: ValidationError, *, fallback: str = "") -> HttpResponse:
    """Say why it could not be done; for actions without a form of their own."""
    text = " ".join(error.messages)
    if is_partial(request):
        response = render(request, "components/toast.html", {"text": text, "tags": "error"})
        response["HX-Reswap"] = "none"
        return not_taken(announce(response))
    messages.error(request, text)
    return redirect(way_back(request, fallback))


def go(request: HttpRequest, target: str) -> HttpResponse:
    """To another page, also from within htmx."""
    if is_partial(request):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = target
        return response
    return redirect(target)


def announce(
    response: HttpResponse, events: Mapping[str, Mapping[str, str]] | None = None
) -> HttpResponse:
    """Let the open page know that its parts changed."""
    response["HX-Trigger"] = json.dumps({CHANGED: {"target": "body"}, **(events or {})})
    return response


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """A page, or its `#part` where htmx asks for a piece: `template` is "page.html#part"."""
    name = template if is_partial(request) else template.split("#", maxsplit=1)[0]
    response = render(request, name, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
