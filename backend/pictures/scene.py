"""Drawn scenes that stand in for photographs in the example organisation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backend.pictures import scenes_home, scenes_outside, scenes_work
from backend.pictures.scene_kit import LIGHTS, Sheet

_DRAWN: dict[str, Callable[[Sheet], None]] = {
    "meter_cupboard": scenes_home.meter_cupboard,
    "letter_doormat": scenes_home.letter_doormat,
    "customer_desk": scenes_work.customer_desk,
    "pipe_repair": scenes_outside.pipe_repair,
    "tap_glass": scenes_home.tap_glass,
    "phone_call": scenes_work.phone_call,
    "map_pin": scenes_outside.map_pin,
    "dunes_tower": scenes_outside.dunes_tower,
    "kitchen_table": scenes_home.kitchen_table,
    "screen": scenes_work.screen,
    "van_street": scenes_outside.van_street,
    "lab": scenes_work.lab,
    "moving_boxes": scenes_home.moving_boxes,
    "invoice": scenes_home.invoice,
    "calendar": scenes_work.calendar,
    "hands": scenes_work.hands,
    "bicycle_visit": scenes_outside.bicycle_visit,
    "school_class": scenes_work.school_class,
}

MOTIFS: tuple[str, ...] = tuple(_DRAWN)
PALETTES: tuple[str, ...] = tuple(LIGHTS)


@dataclass(frozen=True, slots=True)
class Scene:
    """`motif` is one of MOTIFS, `palette` one of PALETTES; `seed` varies the small things."""

    motif: str
    palette: str = "day"
    seed: int = 0


def scene_svg(scene: Scene) -> str:
    """Draw the scene, 1200 × 800, without any text.

    Raises ValueError for an unknown motif or palette.
    """
    if scene.motif not in _DRAWN or scene.palette not in LIGHTS:
        raise ValueError(f"no such scene: {scene.motif} by {scene.palette}")
    sheet = Sheet(scene.palette, scene.seed)
    _DRAWN[scene.motif](sheet)
    return sheet.svg()
