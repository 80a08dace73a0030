"""Waits until `/healthz` says that every part is alive."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from urllib.parse import urlsplit

WEB_SECONDS = 60.0
REST_SECONDS = 20.0


def await_ready(port: int, url: str, check: Callable[[], None]) -> list[str]:
    """Until every part is alive, at most a while longer than the pages need; `check` may raise.

    Returns the parts that are not alive then; `["web"]` when no page answers as it should.
    """
    began, answered = time.monotonic(), 0.0
    while missing := _missing(port, url):
        check()
        now = time.monotonic()
        if "web" not in missing:
            answered = answered or now
            if now - answered > REST_SECONDS:
                return missing
        elif now - began > WEB_SECONDS:
            return missing
        time.sleep(0.25)
    return []


def _missing(port: int, url: str) -> list[str]:
    """The parts that are not alive yet."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/healthz", headers={"Host": urlsplit(url).netloc}
    )
    try:
        with urllib.request.urlopen(request, timeout=5):
            return []
    except urllib.error.HTTPError as answer:
        try:
            parts = json.load(answer)["parts"]
        except (ValueError, KeyError):
            return ["web"]
        return [name for name, alive in parts.items() if not alive]
    except OSError:
        return ["web"]
