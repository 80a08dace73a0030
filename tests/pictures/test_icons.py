"""The icon of each kind of stone, and an SVG as a PNG."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from backend.pictures.icons import KINDS, sprite, stone_icon
from backend.pictures.png import render_png


def test_what_is_no_svg_is_refused() -> None:
    with pytest.raises(ValueError):
        render_png("no picture", 100)


@pytest.mark.parametrize("kind", KINDS)
def test_every_stone_has_an_icon_of_its_own(kind: str) -> None:
    root = ElementTree.fromstring(stone_icon(kind))
    assert root.get("aria-hidden") == "true"
    others = {stone_icon(other) for other in KINDS if other != kind}
    assert stone_icon(kind) not in others


def test_an_unknown_stone_is_refused() -> None:
    with pytest.raises(ValueError, match="no such stone"):
        stone_icon("gold plated")


def test_the_sprite_in_the_front_end_is_the_one_drawn_here() -> None:
    root = Path(__file__).parents[2]
    assert (root / "frontend/assets/icons/stones.svg").read_text("utf-8") == sprite()
