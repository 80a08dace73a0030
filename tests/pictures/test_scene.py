"""Scenes in place of photographs: each motif in each light, as a picture of 1200 by 800."""

from __future__ import annotations

import io
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from backend.pictures.icons import KINDS, sprite, stone_icon
from backend.pictures.png import render_png
from backend.pictures.scene import MOTIFS, PALETTES, Scene, scene_svg


@pytest.mark.parametrize("motif", MOTIFS)
def test_a_scene_is_drawn_in_every_light(motif: str) -> None:
    for palette in PALETTES:
        root = ElementTree.fromstring(scene_svg(Scene(motif, palette)))
        assert root.get("viewBox") == "0 0 1200 800"
        assert len(list(root.iter())) > 25


@pytest.mark.parametrize("motif", MOTIFS)
def test_a_scene_never_uses_the_colour_of_success(motif: str) -> None:
    assert all("#f4b619" not in scene_svg(Scene(motif, palette)) for palette in PALETTES)


def test_the_same_scene_is_the_same_picture_and_another_seed_is_another() -> None:
    assert scene_svg(Scene("kitchen_table", "dusk", 4)) == scene_svg(
        Scene("kitchen_table", "dusk", 4)
    )
    seeds = {scene_svg(Scene("kitchen_table", "day", seed)) for seed in range(6)}
    assert len(seeds) == 6


@pytest.mark.parametrize("scene", [Scene("nothing"), Scene("lab", palette="neon")])
def test_an_unknown_scene_is_refused(scene: Scene) -> None:
    with pytest.raises(ValueError, match="no such scene"):
        scene_svg(scene)


def test_a_scene_becomes_a_png_of_the_width_asked() -> None:
    image = Image.open(io.BytesIO(render_png(scene_svg(Scene("tap_glass")), 300)))
    assert image.size == (300, 200)
    assert len(image.convert("RGB").getcolors(100_000) or ()) > 50


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
