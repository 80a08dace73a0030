"""Visiting cards as address books give them away (vCard, RFC 6350): one colleague each."""

from __future__ import annotations

import re
from collections.abc import Sequence

_BEGIN, _END = "BEGIN:VCARD", "END:VCARD"
_FIELD = re.compile(r"\s*(?:\w+\.)?(?P<field>FN|N|EMAIL)(?:;[^:]*)?:(?P<value>.*)", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([,;\\])")


def flattened(lines: Sequence[str]) -> list[str]:
    """The lines, each card as “Name <address>” on the line that its address stood on."""
    kept: list[str] = []
    begun: int | None = None
    for line in lines:
        is_end = line.strip().upper() == _END
        if line.strip().upper() == _BEGIN:
            begun = len(kept)
        kept.append("" if is_end and begun is not None else line)
        if is_end and begun is not None:
            kept[begun:] = _card(kept[begun:])
            begun = None
    return kept


def _card(lines: Sequence[str]) -> list[str]:
    told: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(lines):
        found = _FIELD.fullmatch(line)
        if found and found["value"].strip(" ;"):
            value = _ESCAPED.sub(r"\1", found["value"].strip())
            told.setdefault(found["field"].upper(), (number, value))
    flat = [""] * len(lines)
    at, address = told.get("EMAIL", (0, ""))
    name = told["FN"][1] if "FN" in told else _in_parts(told.get("N", (0, ""))[1])
    flat[at] = f"{name} <{address}>" if address else name
    return flat


def _in_parts(value: str) -> str:
    """“Wit;Kees;de;;” is family, given and other names."""
    family, given, others, *_titles = [*value.split(";"), "", ""]
    return f"{family}, {given} {others}".strip(" ,")
