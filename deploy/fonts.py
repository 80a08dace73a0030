"""Cut the two fonts down to what Dutch and English pages need (106 kB becomes 40 kB).

    python -m deploy.fonts <node_modules> <target folder>

Letters of other languages stay in Fontsource's own "latin-ext" files, which a browser fetches
only for a page that has such a letter.
"""

from __future__ import annotations

import io
import logging
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

CHARACTERS = (
    "".join(chr(code) for code in range(0x20, 0x7F))
    + "\u00a0áàäâéèëêíìïîóòöôúùüûçñÁÀÄÂÉÈËÊÍÌÏÎÓÒÖÔÚÙÜÛÇÑ·•–—‘’‚“”„…€×°²«»"
)
WEIGHTS = (400, 700)
SOURCES = {
    "bricolage": "bricolage-grotesque/files/bricolage-grotesque-latin-wght-normal.woff2",
    "atkinson": "atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2",
}


def cut(source: Path) -> bytes:
    """Return the font as woff2 with only CHARACTERS, kerning, tabular figures and WEIGHTS."""
    font = TTFont(source, recalcTimestamp=False)  # the same bytes, and so name, each time
    options = Options()
    options.hinting = False
    options.layout_features = ["kern", "tnum", "ccmp", "locl"]
    options.name_IDs = [1, 2, 4, 6]
    options.notdef_outline = True
    options.drop_tables += ["STAT", "DSIG", "meta", "MVAR", "gasp"]
    subsetter = Subsetter(options)
    subsetter.populate(text=CHARACTERS)
    subsetter.subset(font)
    plain = io.BytesIO()
    font.flavor = None
    font.save(plain)
    plain.seek(0)
    # Reopened: the instancer needs the tables as they are after the cut.
    font = instancer.instantiateVariableFont(
        TTFont(plain, recalcTimestamp=False), {"wght": WEIGHTS}
    )
    font.flavor = "woff2"
    packed = io.BytesIO()
    font.save(packed)
    return packed.getvalue()


def main(node_modules: Path, target: Path) -> None:
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    target.mkdir(parents=True, exist_ok=True)
    for name, path in SOURCES.items():
        data = cut(node_modules / "@fontsource-variable" / path)
        (target / f"{name}.woff2").write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
