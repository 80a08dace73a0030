"""How large a request may be, judged by its head, before anything of its body is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from errno import EDQUOT, ENOSPC
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any, TypeVar

import structlog
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from backend.photos.places import Busy
from backend.web import uploads
from backend.web.drafts import READ_BYTES, SECRET
from backend.web.middleware import OURS, TYPED
from backend.web.problems import is_program, problem

# Whoever is not signed in sends an address, a password or one sentence.
ANYBODY = 64 * 1024
# A page full of text, such as a pasted list of thousands of invitations. (In the settings too: there
# it is what Django keeps in memory.)
SIGNED_IN = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
# A photo with the text beside it. What is a little too large is still received: then the form says
# so at its field, with all else as it was typed.
WITH_PHOTO = settings.PHOTO_MAX_BYTES + 24 * 1024 * 1024
# The key in WSGI's environ under which a server says why it did not receive a body.
REFUSED = "stapsteen.refused"
TOO_LARGE, NO_ROOM, PHOTOS = "too-large", "no-room", "photos"
# PostgreSQL's ways to say that it is full (Appendix A of its manual): of disk, memory, connections.
_FULL = {"53000", "53100", "53200", "53300"}

log = structlog.get_logger()
View = TypeVar("View", bound=Callable[..., Any])


def takes_photo(view: View) -> View:
    """Mark a view whose form may bring a photo."""
    view.takes_photo = True  # type: ignore[attr-defined]
    return view


@dataclass(frozen=True)
class Verdict:
    """How many bytes may come, and whether the files among them are kept or only run through."""

    most: int
    files: bool = True


def judge(*, path: str, cookies: str, length: int | None) -> Verdict:
    """What a request may bring; `length` is what its head says, None if unsaid.

    Reads the session only where the answer depends on it. Raises `DatabaseError` when it can't.
    """
    if length is not None and length <= ANYBODY:
        return Verdict(ANYBODY)
    photo = _brings_photo(path)
    most = WITH_PHOTO if photo else SIGNED_IN
    if (length is not None and length > most) or _is_signed_in(cookies):
        return Verdict(most)
    # Their session may have ended while they typed: the text beside the photo is not lost.
    return Verdict(most, files=False) if photo else Verdict(ANYBODY)


def _brings_photo(path: str) -> bool:
    try:
        view = resolve(path).func
    except Resolver404:
        return False
    return bool(getattr(view, "takes_photo", False))


def _is_signed_in(cookies: str) -> bool:
    try:
        found = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return False
    if found is None:
        return False
    store = import_module(settings.SESSION_ENGINE).SessionStore
    return SESSION_KEY in store(found.value)


class LimitMiddleware:
    """Answers 413 for a body that is too large and 503 for one there was no room for, unread.

    The server that comes with us asks `judge` before it receives a body. Behind another one
    this still holds for what the head says.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        why = request.environ.get(REFUSED, "") if hasattr(request, "environ") else ""
        # A proxy that refuses a body itself may leave the words to us.
        if not why and request.headers.get("X-Body-Refused") == TOO_LARGE:
            why = TOO_LARGE
        if not why and _says_too_large(request):
            why = TOO_LARGE
        return refusal(request, why) if why else self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """503 for a form whose file found no room, before anything is saved without it."""
        if uploads.lacks_a_file(request):
            log.error("no room", why=NO_ROOM, kind="upload")
            return refusal(request, NO_ROOM)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """503 for a view that found no room, with what was typed; None for all else."""
        why = no_room(error)
        if why:
            log.error("no room", why=why, kind=type(error).__name__)
        return refusal(request, why) if why else None


def no_room(error: BaseException | None) -> str:
    """Why there was no room, where that is what went wrong; empty otherwise."""
    link = error
    while link is not None:
        if isinstance(link, Busy):
            return PHOTOS
        if isinstance(link, OSError) and link.errno in {ENOSPC, EDQUOT}:
            return NO_ROOM
        if getattr(link, "sqlstate", None) in _FULL:
            return NO_ROOM
        link = link.__cause__ or link.__context__
    return ""


def _says_too_large(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) <= ANYBODY:
        return False
    cookies = request.META.get("HTTP_COOKIE", "")
    verdict = judge(path=request.path_info, cookies=cookies, length=int(length))
    return int(length) > (verdict.most if verdict.files else READ_BYTES)


def refusal(request: HttpRequest, why: str) -> HttpResponse:
    """The page that says so: for a person in their language, for a program in JSON."""
    status = 413 if why == TOO_LARGE else 503
    if is_program(request):
        said = {413: "The request is too large.", 503: "There is no room now. Try again later."}
        return problem(status, said[status])
    _in_their_language(request)
    back = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    context = {
        "why": why,
        "photo": _brings_photo(request.path_info),
        "megabytes": settings.PHOTO_MAX_BYTES // 1024 // 1024,
        "back": back,
        "typed": _typed(request) if status == 503 else [],
        "chose_photo": bool(getattr(request, "_files", None)),
    }
    response = render(request, f"{status}.html", context, status=status)
    response["Cache-Control"] = "no-store"
    response[OURS], response[TYPED] = "stapsteen", "kept"
    return response


def _in_their_language(request: HttpRequest) -> None:
    try:
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and user.language:
            translation.activate(user.language)
    except DatabaseError:
        return  # the browser's language, then


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What came with a form that was read, but for what opens a door."""
    sent = getattr(request, "_post", None)
    if not sent:
        return []
    return [
        (name, value)
        for name, values in sent.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and not SECRET.search(name)
    ]
