"""Scenes in place of photographs: pictures of 1200 by 800 that say nothing in words."""

from __future__ import annotations

import io
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from backend.example.texts import SCENES
from backend.pictures.png import render_png


@pytest.mark.parametrize("scene", sorted(SCENES.iterdir()), ids=lambda scene: scene.stem)
def test_a_scene_is_drawn_without_words_and_without_the_colour_of_success(scene: Path) -> None:
    drawn = scene.read_text("utf-8")
    root = ElementTree.fromstring(drawn)
    assert root.get("viewBox") == "0 0 1200 800"
    assert "text" not in {one.tag.rpartition("}")[2] for one in root.iter()}
    assert "#f4b619" not in drawn.lower()
    image = Image.open(io.BytesIO(render_png(drawn, 300)))
    assert image.size == (300, 200)
    assert len(image.convert("RGB").getcolors(100_000) or ()) > 50
