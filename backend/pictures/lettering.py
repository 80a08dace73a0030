"""How wide words are, without a font at hand: advance widths of the two fonts, in 1/100 em."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from backend.pictures.kept import kept

ATKINSON = "'Stapsteen Text','Atkinson Hyperlegible Next',Verdana,sans-serif"
BRICOLAGE = "'Stapsteen Heading','Bricolage Grotesque',Verdana,sans-serif"

# Printable ASCII from the space on: Atkinson Hyperlegible Next 400 and 700, Bricolage 700.
_REGULAR = (
    "28 29 30 65 59 92 73 16 30 30 48 61 21 36 21 39 65 41 55 58 61 59 60 51 62 60 21 21 55 63 55 "
    "48 78 63 61 64 67 57 55 69 69 39 51 63 54 82 69 71 59 72 61 59 56 69 59 86 62 57 61 32 39 34 "
    "55 37 24 52 57 48 56 54 31 56 55 25 24 49 26 84 55 55 57 57 35 47 33 54 46 68 48 45 46 34 24 "
    "34 56"
)
_BOLD = (
    "31 30 39 76 61 97 72 21 34 34 48 60 27 37 27 44 66 44 58 60 62 61 66 54 66 65 27 27 57 61 57 "
    "55 78 68 64 66 69 60 57 72 70 42 56 66 55 86 72 75 63 76 65 61 61 69 64 89 68 65 62 34 44 34 "
    "58 40 29 55 60 51 60 56 36 59 57 30 26 56 32 88 57 58 60 60 38 51 38 57 53 74 54 52 50 38 25 "
    "38 54"
)
_HEADING = (
    "23 29 36 63 64 98 76 18 32 32 44 53 20 35 23 36 66 35 60 61 62 61 66 51 66 65 24 22 53 53 53 "
    "42 99 70 68 68 70 62 59 72 72 29 37 69 51 94 78 72 65 72 68 65 57 73 67 99 70 64 57 32 36 32 "
    "57 56 28 59 64 56 64 58 40 60 63 28 28 59 27 95 63 61 64 64 43 54 40 62 57 86 57 60 52 35 27 "
    "34 53"
)
_WIDTHS = {
    face: {chr(32 + i): int(width) for i, width in enumerate(widths.split())}
    for face, widths in (("regular", _REGULAR), ("bold", _BOLD), ("heading", _HEADING))
}
# Browsers round, and fall back to other fonts: better a little air than an overlap.
_SAFETY = 1.04


def _advance(char: str, widths: dict[str, int]) -> int:
    known = widths.get(char)
    if known is not None:
        return known
    if unicodedata.combining(char) or unicodedata.category(char) in {"Cc", "Cf", "Mn"}:
        return 0
    base = unicodedata.normalize("NFD", char)[0]
    return widths.get(base, 105 if ord(char) >= 0x1100 else 62)


def _advances(text: str, widths: dict[str, int]) -> int:
    try:
        return sum(map(widths.__getitem__, text))
    except KeyError:
        return sum(_advance(char, widths) for char in text)


def measure(text: str, size: float, face: str = "regular") -> float:
    """The width of `text` in pixels. `face`: regular, bold or heading."""
    return _advances(text, _WIDTHS[face]) * size / 100 * _SAFETY


@kept(1024)
def fit(text: str, width: float, size: float, face: str = "regular") -> str:
    """`text`, shortened with an ellipsis at a word where it can, so that it fits `width`."""
    text = " ".join(text.split())
    if measure(text, size, face) <= width:
        return text
    widths = _WIDTHS[face]
    taken, fitting = _advance("…", widths), 0
    for char in text:
        taken += _advance(char, widths)
        if taken * size / 100 * _SAFETY > width:
            break
        fitting += 1
    shown = text[:fitting]
    whole_words = shown.rsplit(" ", 1)[0]
    if len(whole_words) >= len(shown) * 0.6:
        shown = whole_words
    return shown.rstrip(" ,.;:-") + "…"


@kept(1024)
def wrap(
    text: str, width: float, size: float, *, lines: int, face: str = "regular"
) -> tuple[str, ...]:
    """`text` broken into at most `lines` even lines of `width`; what doesn't fit ends in "…"."""
    words = text.split()
    advances = [_advances(word, _WIDTHS[face]) for word in words]
    broken = _broken(words, advances, width, size, lines, face)
    narrower = width
    while len(broken) > 1 and narrower > width * 0.6:
        narrower -= size / 2
        even = _broken(words, advances, narrower, size, lines, face)
        if len(even) > len(broken) or any("…" in line and line not in broken for line in even):
            break
        broken = even
    return tuple(broken)


def _broken(  # noqa: PLR0917
    words: Sequence[str],
    advances: Sequence[int],
    width: float,
    size: float,
    lines: int,
    face: str,
) -> list[str]:
    broken: list[str] = []
    space = _WIDTHS[face][" "]
    first = 0
    while first < len(words) and len(broken) < lines:
        end, taken = first + 1, advances[first]
        while end < len(words):
            taken += space + advances[end]
            if taken * size / 100 * _SAFETY > width:
                break
            end += 1
        if len(broken) == lines - 1:
            end = len(words)
        broken.append(fit(" ".join(words[first:end]), width, size, face))
        first = end
    return broken
