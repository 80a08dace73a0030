"""How deep the lines of a list stand, by what stands before them: indentation, # and ##, 1. and 1.1."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HEADING = re.compile(r"(#{1,6})\s")
_REPEATED = re.compile(r"(\*+|-+|•+|\++|=*>+)\s*[^\s*•+>-]")
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)[.)]?\s")
# Further than any line stands in.
_FAR = 10_000
_STEP = 8


class Levels:
    """How far in each line of a list stands, asked in the order of the lines.

    What stands below a heading is part of it. Numbers and repeated signs count only where all lines
    stand equally far in: else it is by indentation that people show what is part of what.
    """

    def __init__(self, lines: Sequence[tuple[int, str]]) -> None:
        far = [indent for indent, _bare in lines]
        self._is_flat = not far or max(far) - min(far) < 2
        self._heading = 0
        self._seen: set[tuple[str, ...]] = set()

    def of(self, indent: int, bare: str) -> int:
        """How far in this line stands."""
        heading = _HEADING.match(bare)
        if heading:
            self._heading = len(heading[1])
            self._seen.clear()
            return (self._heading - 1) * _FAR
        marked = self._marked(bare) * _STEP if self._is_flat else 0
        return self._heading * _FAR + indent + marked

    def _marked(self, bare: str) -> int:
        """How many lines that this one is part of its mark tells of."""
        repeated, numbered = _REPEATED.match(bare), _NUMBERED.match(bare)
        if repeated:
            return len(repeated[1].lstrip("=")) - 1
        if not numbered:
            return 0
        parts = tuple(numbered[1].split("."))
        self._seen.add(parts)
        return sum(parts[:n] in self._seen for n in range(1, len(parts)))
