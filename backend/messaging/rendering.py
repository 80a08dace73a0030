"""A message as people read it: HTML by MJML, and the same in plain text. Channels only carry it."""

from __future__ import annotations

import base64
import re
import secrets
import time
from dataclasses import dataclass, fields, replace
from typing import Any

import mrml
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from backend.messaging import messages
from backend.messaging.messages import Button, Content, Picture, Section
from backend.outbox.models import Delivery
from backend.text import written

PHOTO, DRAWING = "photo@stapsteen", "drawing@stapsteen"
_KEPT_MOST = 32
# A short while only: words whose consent is withdrawn meanwhile must not go on being sent.
_KEPT_SECONDS = 10.0
# Nobody can write these in a story: they are made anew by each process.
_UNGUESSABLE = secrets.token_hex(8)
_kept: dict[tuple[str, int | None, str, int], tuple[float, Rendered]] = {}


@dataclass(frozen=True)
class Rendered:
    """A content with its two readings; what differs per recipient stands in them as a `gap`."""

    content: Content
    html: str
    text: str


def gap(name: str) -> str:
    """What stands in a text where each recipient's own link called `name` comes."""
    return f"[[{name}-{_UNGUESSABLE}]]"


def without_links(text: str, instead: str) -> str:
    """A text in which each recipient's own links lead nowhere, for a page."""
    return re.sub(rf"\[\[[a-z_]+-{_UNGUESSABLE}\]\]", instead, text)


def rendered(delivery: Delivery, language: str) -> Rendered:
    """What this delivery says in a language; what is the same for all recipients is made once."""
    kind = messages.find(delivery.message)
    key = (delivery.message, delivery.subject_id, language, delivery.fanout_id or 0)
    now = time.monotonic()
    if kind.shared and key in _kept and now - _kept[key][0] < _KEPT_SECONDS:
        return _kept[key][1]
    with translation.override(language):
        content = kind.build(delivery, language)
    made = render(content, language, stops="unsubscribe" in kind.links(delivery))
    if kind.shared:
        if len(_kept) >= _KEPT_MOST:
            _kept.clear()
        _kept[key] = (now, made)
    return made


def render(content: Content, language: str, *, stops: bool) -> Rendered:
    """HTML and plain text of a content; `stops`: whether it carries a link to unsubscribe.

    What was kept before there was a rule about it may hold signs that no message carries: they are
    left out here, so that the message is made.
    """
    content = _fit(content)
    context = {
        "content": content, "language": language, "stops": stops, "photo": PHOTO,
        "drawing": DRAWING, "public_url": settings.PUBLIC_URL, "unsubscribe": gap("unsubscribe"),
    }  # fmt: skip
    with translation.override(language):
        mjml = render_to_string("emails/message.mjml", context)
        text = render_to_string("emails/message.txt", context)
    html = mrml.to_html(mjml)
    return Rendered(content, str(getattr(html, "content", html)), _tidy(text))


def on_page(made: Rendered) -> str:
    """The HTML for a frame on a page: its pictures stand in it, its personal links lead nowhere."""
    html = without_links(made.html, "#")
    for cid, picture in ((PHOTO, made.content.photo), (DRAWING, made.content.drawing)):
        if picture:
            encoded = base64.b64encode(picture.content).decode()
            html = html.replace(f"cid:{cid}", f"data:image/{picture.subtype};base64,{encoded}")
    return html


def _fit(value: Any) -> Any:
    """The same without what a message cannot carry, in whatever it stands."""
    if isinstance(value, str):
        return written.running(value)
    if isinstance(value, tuple):
        return tuple(_fit(one) for one in value)
    if isinstance(value, Content | Section | Button | Picture):
        return replace(value, **{one.name: _fit(getattr(value, one.name)) for one in fields(value)})
    return value


def _tidy(text: str) -> str:
    lines = [line.rstrip() for line in text.strip().splitlines()]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept) + "\n"
