"""Encrypting what may not stand in the open, such as a sign-in code on its way."""

from __future__ import annotations

import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.ENCRYPTION_KEYS])


def encrypt(value: Any) -> bytes:
    """A JSON value, encrypted and signed with the newest key (Fernet)."""
    return _keys().encrypt(json.dumps(value).encode())


def decrypt(token: bytes | memoryview) -> Any:
    """The value again, with whichever key wrote it. Raises `ValueError` for anything else."""
    try:
        return json.loads(_keys().decrypt(bytes(token)))
    except InvalidToken as error:
        raise ValueError("This was not written with a key we have.") from error
