"""Separate keys from one secret, so that a leaked signature never opens an encrypted field."""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derive(secret: str, purpose: str) -> str:
    """A 256-bit key for one purpose, url-safe base64 (HKDF-SHA256, RFC 5869)."""
    key = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose.encode())
    return base64.urlsafe_b64encode(key.derive(secret.encode())).decode()
