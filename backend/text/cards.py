"""Visiting cards as address books give them away (vCard, RFC 6350): one colleague each."""

from __future__ import annotations

import quopri
import re
from collections.abc import Sequence

_BEGIN, _END = "BEGIN:VCARD", "END:VCARD"
_FIELD = re.compile(
    r"\s*(?:[\w-]+\.)?(?P<field>FN|N|EMAIL)(?P<more>(?:;(?:\"[^\"]*\"|[^:\"])*)?):(?P<value>.*)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"QUOTED-PRINTABLE", re.IGNORECASE)
_AT_WORK = re.compile(r"\b(?:WORK|PREF)\b", re.IGNORECASE)
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
    is_at_work = False
    for number, line in enumerate(_unfolded(lines)):
        found = _FIELD.fullmatch(line)
        value = _value(found) if found else ""
        if not found or not value.strip(" ;"):
            continue
        name = found["field"].upper()
        # Of several addresses the one at work, or the one that is preferred.
        if name == "EMAIL" and not is_at_work and _AT_WORK.search(found["more"]):
            told.pop(name, None)
            is_at_work = True
        told.setdefault(name, (number, value))
    flat = [""] * len(lines)
    at, address = told.get("EMAIL", (0, ""))
    name = told["FN"][1] if "FN" in told else _in_parts(told.get("N", (0, ""))[1])
    flat[at] = f"{name} <{address}>" if address else name
    return flat


def _unfolded(lines: Sequence[str]) -> list[str]:
    """The lines, what begins with a space, or follows an “=” of an older card, put behind the one that
    it goes on; as many as there were."""
    kept: list[str] = []
    last = 0
    for number, line in enumerate(lines):
        is_more = number > 0 and line[:1] in {" ", "\t"} and not _FIELD.fullmatch(line)
        is_soft = number > 0 and kept[last].endswith("=") and _is_quoted(kept[last])
        kept.append("" if is_more or is_soft else line)
        if is_soft:
            kept[last] = kept[last][:-1] + line
        elif is_more:
            kept[last] += line[1:]
        else:
            last = number
    return kept


def _is_quoted(line: str) -> bool:
    found = _FIELD.fullmatch(line)
    return found is not None and bool(_QUOTED.search(found["more"]))


def _value(found: re.Match[str]) -> str:
    """What a field says, also where an older card spells its signs in numbers."""
    value = found["value"].strip()
    if _QUOTED.search(found["more"]):
        value = quopri.decodestring(value.encode()).decode(errors="replace")
    return _ESCAPED.sub(r"\1", value)


def _in_parts(value: str) -> str:
    """“Wit;Kees;de;;” is family, given and other names."""
    family, given, others, *_titles = [*value.split(";"), "", ""]
    return f"{family}, {given} {others}".strip(" ,")
