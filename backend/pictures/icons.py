"""Small stones for buttons, legends and lists."""

from __future__ import annotations


def stone_icon(kind: str, *, size: int = 24) -> str:
    """An inline, decorative SVG (`aria-hidden`) of one stone.

    `kind`: listened, tried, changed, golden or planned; else ValueError. The same shapes stand
    in the sprite frontend/assets/icons/stones.svg as #listened, #tried, #changed, #golden,
    #planned.
    """
    raise ValueError(kind)
