"""Where a next page begins, for an address: sealed, so that it tells nothing and nobody can make one.

A place in a list is a day and an id of ours. Encrypted and signed, for one list of one organisation.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import BadRequest

LONGEST = 1000


class WrongCursor(BadRequest):
    """This begins no page of this list: it was cut, made up, or belongs to another list."""


def sealed(of: str, place: Sequence[Any]) -> str:
    """A place (JSON values) in the list that is named `of`, fit for an address."""
    return _keys().encrypt(json.dumps([of, *place]).encode()).decode()


def opened(of: str, cursor: str) -> list[Any]:
    """The place again. Raises `WrongCursor`."""
    if len(cursor) > LONGEST:
        raise WrongCursor
    try:
        known, *place = json.loads(_keys().decrypt(cursor.encode()))
    except (InvalidToken, ValueError) as wrong:
        raise WrongCursor from wrong
    if known != of:
        raise WrongCursor
    return list(place)


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.ENCRYPTION_KEYS])
