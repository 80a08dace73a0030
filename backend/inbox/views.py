"""What is new for me."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from backend.inbox import kinds, selectors, services
from backend.organisations.http import HttpRequest
from backend.web.holders import form_on
from backend.web.permissions import allow


@allow("news")
@require_GET
def news(request: HttpRequest) -> HttpResponse:
    """Successes told to me, who clapped for us, who came to help. Reading changes nothing yet."""
    return render(request, "inbox/news.html", _context(request))


@allow("news_read")
@form_on("inbox:news")
def news_read(request: HttpRequest) -> HttpResponse:
    """All of it was read, up to now."""
    services.news_read(act=request.act)
    if request.htmx:
        context = {**_context(request), "was_read": True}
        return render(request, "inbox/news.html#list", context)
    return redirect("inbox:news", request.organisation.slug)


def _context(request: HttpRequest) -> dict[str, Any]:
    items = selectors.news(membership=request.membership)
    return {
        "nav": "",
        "nothing": kinds.nothing(),
        "fresh": [item for item in items if item.is_new],
        "earlier": [item for item in items if not item.is_new],
    }
