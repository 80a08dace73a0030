"""Which page holds a form that is posted to an address of its own.

Some addresses only take what is sent to them: nothing is to be seen there. Whoever arrives at one
without sending anything (signed in again, a reload, a link that was passed on) is led to the page on
which its form stands.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from backend.web import ways_back

View = Callable[..., HttpResponse]


def form_on(page: str, *parameters: str) -> Callable[[View], View]:
    """Only POST does something here; anything else is led to `page` (or place), which holds the form.

    `parameters` are those of this address that the page's own address needs too, beside the
    organisation.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST":
                return view(request, *args, **kwargs)
            return redirect(_holder(_match(request.path_info)) or "/")

        guarded.form_on = (page, parameters)  # type: ignore[attr-defined]
        return guarded

    return decorate


def page_of(request: HttpRequest) -> str:
    """The page on which the form stands that this request sends: a path with its query.

    The address itself where it shows a page; else the page the person was on, as far as the browser
    tells; else the one its view names.
    """
    holder = _holder(_match(request.path_info))
    if holder is None:
        return request.get_full_path()
    return _came_from(request) or holder


def _holder(match: ResolverMatch | None) -> str | None:
    """The page that the view behind an address names; None where the address is a page itself."""
    named = getattr(match.func, "form_on", None) if match else None
    if match is None or named is None:
        return None
    page, parameters = named
    wanted = {"organisation", *parameters}
    return reverse(
        ways_back.named(page), kwargs={k: v for k, v in match.kwargs.items() if k in wanted}
    )


def _came_from(request: HttpRequest) -> str | None:
    came = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if not url_has_allowed_host_and_scheme(came, {request.get_host()}, request.is_secure()):
        return None
    parts = urlsplit(came)
    match = _match(parts.path)
    here = _match(request.path_info)
    if match is None or here is None or _holder(match) is not None:
        return None
    if match.kwargs.get("organisation") != here.kwargs.get("organisation"):
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _match(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None
