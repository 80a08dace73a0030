"""What a pair is: two pieces of work that meet on the same rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from tests.acting import by
from tests.races.things.base import Cast

Work = Callable[[], Any]
Pair = tuple[Work, Work]


def of(cast: Cast, who: str, service: Any, /, **given: Any) -> Work:
    return partial(service, act=by(cast[who]), **given)
