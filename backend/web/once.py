"""One effect for a form that is sent twice: by two taps, by a slow line, by a page that was kept.

Every form carries a key (`{% csrf_token %}` brings it). What it does, and the note that it was done,
are one transaction; the same form once more is told what the first one was told. See
docs/decisions/0012.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import get_user, user_logged_in
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from backend.web import replay, services
from backend.web.drafts import OWNER
from backend.web.middleware import is_taken
from backend.web.services import Form

KEY = "key"
# To the browser: the key of what is sent next by a form that stays on the page.
NEXT_KEY = "Next-Key"
# How long the same press leads into the session that it began: what lies on a page that was left
# open does not.
SAME_SESSION = timedelta(minutes=1)
# A deadlock is nobody's fault: the one who lost begins again.
TRIES = 3
_LOST = {"40P01", "40001"}
_NOT_TYPED = {"csrfmiddlewaretoken", OWNER, KEY}
_SALT = "stapsteen.sent"
_SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}

View = Callable[..., HttpResponse]


def as_it_is(view: View) -> View:
    """Mark a view that minds its own transactions: nothing is kept of it, and twice is twice."""
    view.as_it_is = True  # type: ignore[attr-defined]
    return view


def once(view: View, *, within: timedelta | None = None) -> View:
    """Run a view that takes a form in one transaction, and once; `within` a time, where what is asked
    for may be asked for again.

    Both ways to mark a view of ours (`allow` and `public`) do so, and of the library's own views those
    that send a code or a link, or take a code in.
    """
    if getattr(view, "as_it_is", False):
        return view

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in _SAFE:
            return view(request, *args, **kwargs)
        return _tried(
            request, lambda: _once(request, lambda: view(request, *args, **kwargs), within)
        )

    return answered


def _tried(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    waiting, session = len(replay.queued(request)), _session(request)
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                return answer()
        except OperationalError as error:
            if not left or getattr(error.__cause__, "sqlstate", "") not in _LOST:
                raise
            _begin_again(request, waiting, session)
    raise AssertionError("the last try answers or raises")


def _begin_again(request: HttpRequest, waiting: int, session: str) -> None:
    """Nothing of the try that lost stays: no message and no session, and files are read anew."""
    if hasattr(request, "session") and request.session.modified:
        request.session = type(request.session)(session or None)
        request.user = get_user(request)
        request.signed_in_now = ""  # type: ignore[attr-defined]
    with suppress(AttributeError):
        del request._messages._queued_messages[waiting:]  # type: ignore[attr-defined]
    for files in request.FILES.lists():
        for file in files[1]:
            file.seek(0)


def _once(
    request: HttpRequest, answer: Callable[[], HttpResponse], within: timedelta | None
) -> HttpResponse:
    form = _form(request)
    if form is None:
        return answer()
    services.hold(form=form)
    before = services.known(form=form)
    if before is not None:
        kept = replay.unpacked(before.answer)
        old = within is not None and timezone.now() - before.sent_at > within
        if kept is not None and not old and _may_have(request, kept, before.sent_at):
            return _with_next_key(request, replay.given(request, kept))
    session = _session(request)
    response = answer()
    if not is_taken(request, response) or not _may_keep(response):
        return response
    packed = replay.packed(request, response, _begun(request, session))
    services.keep(form=form, answer=packed, instead=before)
    return _with_next_key(request, response)


def _may_keep(response: HttpResponse) -> bool:
    """Not what brings cookies; nor a page of the library's that is drawn later: it shows a form again."""
    brings = response.cookies.keys() - {settings.CSRF_COOKIE_NAME}
    return not brings and not response.streaming and getattr(response, "is_rendered", True)


def _session(request: HttpRequest) -> str:
    return (getattr(request, "session", None) and request.session.session_key) or ""


def _begun(request: HttpRequest, before: str) -> str:
    """The session that this press began, by signing in or on the way there; "" for none."""
    session = getattr(request, "session", None)
    if session is None or not session.modified or session.is_empty():
        return ""
    if not before:
        session.save()
    after = _session(request)
    return after if after != before else ""


def _may_have(request: HttpRequest, known: replay.Answer, sent_at: Any) -> bool:
    """Whose press began a session is in it by the second one too, when that comes at once and the
    session is still there: who signed out meanwhile stays out."""
    if not known.session:
        return True
    if timezone.now() - sent_at > SAME_SESSION or not request.session.exists(known.session):
        return False
    request.session = type(request.session)(known.session)
    request.session.modified = True
    request.user = get_user(request)
    if request.user.is_authenticated:
        user_logged_in.send(sender=type(request.user), request=request, user=request.user)
    return True


def _with_next_key(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if replay.is_part(request):
        response.headers[NEXT_KEY] = str(uuid4())
    return response


def _form(request: HttpRequest) -> Form | None:
    """Which form this is; None where it carries no key, or none that we gave."""
    try:
        key = UUID(request.POST.get(KEY, ""))
    except ValueError:
        return None
    match = request.resolver_match
    # Outside an organisation it is the link and the key: some of these pages sign somebody in.
    person = _user(request) if hasattr(request, "membership") else None
    return Form(person, match.view_name if match else "", key, _digest(request))


def _digest(request: HttpRequest) -> str:
    """Of the address with its query, every filled field and every file; without the secret it tells
    nothing, not even of a password."""
    # What is empty is as good as absent: the place of a photo that was not chosen comes along from a
    # page, and not from what a browser keeps of its form.
    filled = ((n, [one for one in v if one]) for n, v in request.POST.lists())
    fields = sorted((n, v) for n, v in filled if v and n not in _NOT_TYPED)
    files = [(name, [_file(one) for one in found]) for name, found in request.FILES.lists()]
    whole = json.dumps([request.get_full_path(), fields, sorted(files)])
    return salted_hmac(_SALT, whole, algorithm="sha256").hexdigest()


def _file(file: Any) -> str:
    found = hashlib.sha256(str(file.name).encode())
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


def _user(request: HttpRequest) -> Any:
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None
