"""A line of words in the picture."""

from __future__ import annotations

from backend.pictures.lettering import BRICOLAGE
from backend.pictures.stones import INK, INK_SOFT
from backend.pictures.svg import clean, num


def words(
    text: str,
    x: float,
    y: float,
    *,
    size: float,
    name: str = "ink",
    anchor: str = "start",
    weight: int = 400,
    heading: bool = False,
    italic: bool = False,
    language: str = "",
) -> str:
    """A line of text; `name` is ink or soft, `language` what it is in but the reader's own."""
    fill = INK if name == "ink" else INK_SOFT
    more = f' text-anchor="{anchor}"' if anchor != "start" else ""
    more += f' font-weight="{weight}"' if weight != 400 else ""
    more += f' font-family="{BRICOLAGE}"' if heading else ""
    more += ' font-style="italic"' if italic else ""
    more += f' lang="{clean(language)}"' if language else ""
    return (
        f'<text class="crossing-{name}" x="{num(x)}" y="{num(y)}" font-size="{num(size)}" '
        f'fill="{fill}"{more}>{clean(text)}</text>'
    )
