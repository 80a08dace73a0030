"""Which version of a row somebody had before them when they sent a form."""

from __future__ import annotations

from django.http import HttpRequest

# No row is changed a thousand million times: what is longer was not written by us.
_LONGEST = 9


def sent_version(request: HttpRequest, default: int) -> int:
    """The version that came with the form; `default` where none did, or what is no number."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) <= _LONGEST else default
