"""Small stones for buttons, legends and lists."""

from __future__ import annotations

from backend.pictures.kept import kept
from backend.pictures.stones import stone

KINDS = ("listened", "tried", "changed", "golden", "planned")


@kept(32)
def stone_icon(kind: str, *, size: int = 24) -> str:
    """An inline, decorative SVG (`aria-hidden`) of one stone.

    `kind`: listened, tried, changed, golden or planned; else ValueError. The same shapes stand
    in the sprite frontend/assets/icons/stones.svg as #listened, #tried, #changed, #golden,
    #planned.
    """
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="stone-icon" viewBox="-12 -12 24 24" '
        f'width="{size}" height="{size}" aria-hidden="true" focusable="false">'
        f"{_shape(kind)}</svg>"
    )


def _shape(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(f"no such stone: {kind}")
    return stone(kind, 9.4 if kind == "golden" else 10.5, variant=1)


def sprite() -> str:
    """All stones as symbols, for frontend/assets/icons/stones.svg."""
    symbols = "".join(
        f'<symbol id="{kind}" viewBox="-12 -12 24 24">{_shape(kind)}</symbol>' for kind in KINDS
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>\n'
