"""SVG to PNG, for e-mail, download and the example's scenes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import resvg_py


def render_png(svg: str, width: int, *, fonts: Sequence[Path] = ()) -> bytes:
    """Render `svg` at `width` pixels (height follows).

    `fonts` are TTF files for pictures with words; given any, the system's fonts are left
    alone, so that a picture looks the same on every machine. Raises ValueError for an SVG that
    can't be read.
    """
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        width=width,
        font_files=[str(font) for font in fonts] or None,
        skip_system_fonts=bool(fonts) or "<text" not in svg,  # reading them all takes a while
    )
