"""What a view answers after it did something: a message with undo, and back to the page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers

from backend.web import ways_back
from backend.web.middleware import not_taken
from backend.web.replay import Said, is_part

# What the parts of an open page listen to, to fetch themselves anew.
CHANGED = "steps-changed"


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
    if is_part(request) and not to:
        context = {"text": text, "undo_url": undo}
        response = render(request, "components/toast.html", context)
        if piece:
            response.write(piece)
        else:
            response["HX-Reswap"] = "none"
        # Whoever sends the same form again without htmx is told the same.
        response.said = Said(text, undo, ways_back.way_back(request, fallback))  # type: ignore[attr-defined]
        return trigger_refresh(response, events)
    messages.success(request, text, extra_tags=f"undo:{undo}" if undo else "")
    target = to or ways_back.way_back(request, fallback)
    return go(request, target)


def refused(request: HttpRequest, error: ValidationError, *, fallback: str = "") -> HttpResponse:
    """Say why it could not be done; for actions without a form of their own."""
    text = " ".join(error.messages)
    if is_part(request):
        response = render(request, "components/toast.html", {"text": text, "tags": "error"})
        response["HX-Reswap"] = "none"
        return not_taken(trigger_refresh(response))
    messages.error(request, text)
    return redirect(ways_back.way_back(request, fallback))


def go(request: HttpRequest, target: str) -> HttpResponse:
    """To another page, also from within htmx."""
    if is_part(request):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = target
        return response
    return redirect(target)


def trigger_refresh(
    response: HttpResponse, events: Mapping[str, Mapping[str, str]] | None = None
) -> HttpResponse:
    """Let the open page fetch its parts anew: they changed."""
    response["HX-Trigger"] = json.dumps({CHANGED: {"target": "body"}, **(events or {})})
    return response


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """A page, or its `#part` where htmx asks for a piece: `template` is "page.html#part"."""
    name = template if is_part(request) else template.split("#", maxsplit=1)[0]
    response = render(request, name, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
