"""Drawn scenes that stand in for photographs in the example organisation."""

from __future__ import annotations

from dataclasses import dataclass

MOTIFS: tuple[str, ...] = (
    "meter_cupboard",
    "letter_doormat",
    "customer_desk",
    "pipe_repair",
    "tap_glass",
    "phone_call",
    "map_pin",
    "dunes_tower",
    "kitchen_table",
    "screen",
    "van_street",
    "lab",
    "moving_boxes",
    "invoice",
    "calendar",
    "hands",
    "bicycle_visit",
    "school_class",
)

PALETTES: tuple[str, ...] = ("morning", "day", "dusk", "dune")


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
    return '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 800"/>'
