"""A place in a text, and what it looks like."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a place in a text looks like."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    BSN = "bsn"
    IBAN = "iban"
    ADDRESS = "address"


@dataclass(frozen=True)
class Finding:
    """A place in the text (`text[begin:end]`) and what it looks like."""

    kind: Kind
    begin: int
    end: int
    text: str
