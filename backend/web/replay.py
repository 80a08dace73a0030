"""An answer as it is kept, and as it is given again: also where it is asked for in another way."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

# Which headers belong to the answer itself; all others are put on anew as it leaves.
_HEADERS = ("location", "content-type", "content-language", "cache-control", "vary", "hx-")

# Of a session that nobody is in any more.
GONE = "gone"


@dataclass(frozen=True)
class Said:
    """What an answer to htmx says, for somebody who asks again without it."""

    text: str
    undo: str
    to: str


@dataclass(frozen=True)
class Answer:
    """What was answered: the response, the messages for the next page, and the session that it began."""

    status: int
    headers: list[tuple[str, str]]
    body: str
    messages: list[tuple[int, str, str]]
    is_part: bool
    said: Said | None
    session: str


def is_part(request: HttpRequest) -> bool:
    """Whether a piece of a page is asked for (htmx), rather than a whole one."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.boosted


def queued(request: HttpRequest) -> list[Any]:
    """The messages that wait for the next page, put there by this request."""
    return list(getattr(getattr(request, "_messages", None), "_queued_messages", ()))


def packed(request: HttpRequest, response: HttpResponse, session: str) -> bytes:
    """The answer, encrypted."""
    answer = Answer(
        status=response.status_code,
        headers=[
            (name, value) for name, value in response.items() if name.lower().startswith(_HEADERS)
        ],
        body=b64encode(response.content).decode(),
        messages=[(one.level, str(one.message), one.extra_tags or "") for one in queued(request)],
        is_part=is_part(request),
        said=getattr(response, "said", None),
        session=session,
    )
    return _keys().encrypt(json.dumps(asdict(answer)).encode())


def unpacked(kept: bytes | memoryview) -> Answer | None:
    """The answer again; None where it was written with a key that we no longer have."""
    try:
        read = json.loads(_keys().decrypt(bytes(kept)))
    except InvalidToken:
        return None
    if "signed_in" in read:  # as it was kept before there was `session`
        read["session"] = "" if read.pop("signed_in") is None else GONE
    said = Said(**read["said"]) if read["said"] else None
    return Answer(**{**read, "said": said})


def given(request: HttpRequest, answer: Answer) -> HttpResponse:
    """The same answer, in the way in which it is asked for now."""
    _tell(request, answer)
    if answer.is_part == is_part(request):
        response = HttpResponse(b64decode(answer.body), status=answer.status)
        for name, value in answer.headers:
            response.headers[name] = value
        return response
    headers = {name.lower(): value for name, value in answer.headers}
    target = headers.get("location") or headers.get("hx-redirect") or ""
    if answer.is_part:
        return _as_page(request, answer, target)
    return HttpResponse(
        status=204, headers={"HX-Redirect": target} if target else {"HX-Refresh": "true"}
    )


def _as_page(request: HttpRequest, answer: Answer, target: str) -> HttpResponse:
    """htmx was answered first, and now a whole page is asked for: its message stands on the page."""
    if answer.said is not None:
        tags = f"undo:{answer.said.undo}" if answer.said.undo else ""
        tell_once(request, messages.SUCCESS, answer.said.text, tags)
        target = target or answer.said.to
    return redirect(target or "/")


def _tell(request: HttpRequest, answer: Answer) -> None:
    for level, text, tags in answer.messages:
        tell_once(request, level, text, tags)


def tell_once(request: HttpRequest, level: int, text: str, tags: str = "") -> None:
    """A message for the next page; not twice where the first one was not read yet."""
    waiting: Any = messages.get_messages(request)
    known = [(one.level, str(one.message)) for one in waiting]
    waiting.used = False  # looked at, not shown
    if (level, text) not in known:
        messages.add_message(request, level, text, extra_tags=tags)


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.ENCRYPTION_KEYS])
