"""Cut the two fonts down to what Dutch and English pages need (106 kB becomes 34 kB).

    python -m deploy.fonts <node_modules> <target folder>

Letters of other languages stay in Fontsource's own "latin-ext" files, which a browser fetches
only for a page that has such a letter.
"""

from __future__ import annotations

import io
import logging
import sys
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

CHARACTERS = (
    "".join(chr(code) for code in range(0x20, 0x7F))
    + "\u00a0áàäâéèëêíìïîóòöôúùüûçñÁÀÄÂÉÈËÊÍÌÏÎÓÒÖÔÚÙÜÛÇÑ·•–—‘’‚“”„…€×°²«»"
)


@dataclass(frozen=True)
class Recipe:
    """Where a font comes from, which weights stay, and for which of them its pairs are spaced.

    Spacing that varies with the weight takes a fifth of a font, for differences nobody sees.
    """

    path: str
    weights: tuple[int, int]
    kerned_at: int


RECIPES = {
    "bricolage": Recipe(
        "bricolage-grotesque/files/bricolage-grotesque-latin-wght-normal.woff2", (400, 700), 700
    ),
    "atkinson": Recipe(
        "atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2",
        (400, 700),
        400,
    ),
}


def cut(source: Path, recipe: Recipe) -> bytes:
    """Return the font as woff2 with only CHARACTERS, kerning, tabular figures and its weights."""
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
    font = _at(plain, recipe.weights)
    spaced = _at(plain, recipe.kerned_at)
    for table in ("GPOS", "GDEF"):
        font[table] = spaced[table]
    font.flavor = "woff2"
    packed = io.BytesIO()
    font.save(packed)
    return packed.getvalue()


def _at(plain: io.BytesIO, weight: int | tuple[int, int]) -> TTFont:
    """The font at one weight, or between two, read anew: as its tables are after the cut."""
    font = TTFont(io.BytesIO(plain.getvalue()), recalcTimestamp=False)
    return instancer.instantiateVariableFont(font, {"wght": weight})


def main(node_modules: Path, target: Path) -> None:
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    target.mkdir(parents=True, exist_ok=True)
    for name, recipe in RECIPES.items():
        data = cut(node_modules / "@fontsource-variable" / recipe.path, recipe)
        (target / f"{name}.woff2").write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
