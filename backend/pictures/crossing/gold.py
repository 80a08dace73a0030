"""Golden stones one by one, each with its name, and with its title where that has a place."""

from __future__ import annotations

from typing import NamedTuple

from backend.pictures.crossing.draw import Canvas, use
from backend.pictures.crossing.labels import HIGH, SIZE, Label
from backend.pictures.crossing.laying import Stone
from backend.pictures.crossing.lines import words
from backend.pictures.crossing.words import row_name
from backend.pictures.kept import kept
from backend.pictures.lettering import measure
from backend.pictures.stones import INK
from backend.pictures.svg import Point, clean, num


class _Forms(NamedTuple):
    """Of the texts those that a golden stone is named with."""

    success: str
    stone: str
    golden: str
    and_more: str


def golden_stone(canvas: Canvas, one: Stone, at: Point, label: Label | None = None) -> str:
    """A golden stone with its leader and title; a link where its page is known."""
    row, texts = canvas.rows[one.row], canvas.texts
    success = row.successes[one.nth] if one.nth < len(row.successes) else None
    return _golden_stone(
        canvas.key,
        canvas.scale.radius,
        one,
        at,
        (success.title, success.url) if success else None,
        row_name(row, texts, year=canvas.year) if canvas.interactive else "",
        label,
        _Forms(texts.success, texts.stone, texts.golden, texts.and_more),
    )


@kept(2048)
def _golden_stone(  # noqa: PLR0917 - hashable, all that it is drawn from
    key: str,
    radius: float,
    one: Stone,
    at: Point,
    success: tuple[str, str] | None,  # its title and where it leads
    week: str,
    label: Label | None,
    forms: _Forms,
) -> str:
    around = _title(label, forms.and_more) if label else ""
    inner = around + use(key, radius, one, at)
    if not week:
        return inner
    title, url = success or ("", "")
    if success is None:
        name = clean(forms.stone.format(kind=forms.golden, week=week))
    else:
        name = clean(forms.success.format(title=_said(title, label, forms), week=week))
    if url:
        link = f'href="{clean(url)}" tabindex="-1" aria-label="{name}"'
        return f'<a data-w="{one.row}" {link}>{inner}</a>'
    return f'<g data-w="{one.row}" data-gold="" data-label="{name}">{inner}</g>'


def _said(title: str, label: Label | None, forms: _Forms) -> str:
    """A title as it is said: as everybody sees it, where it speaks for others too; a title of which
    only a part is seen is called by that part first, for who says what they see."""
    if label is None or not label.joined:
        return title
    if label.text == title:
        return forms.and_more.format(title=title, count=label.joined)
    part = forms.and_more.format(title=label.text, count=label.joined)
    return f"{part}: {title}"


def _title(label: Label, and_more: str) -> str:
    text = label.text
    if label.joined:
        text = and_more.format(title=text, count=label.joined)
    width = measure(text, SIZE, "bold")
    # The box may be wider than the words, which then stay with their leader.
    left = min(
        max(label.box.left, label.x - width + 8), max(label.box.left, label.box.right - width)
    )
    return (
        f'<path class="crossing-leader" stroke="{INK}" stroke-width="1.2" '
        f'd="M{num(label.x)} {num(label.y1)}V{num(label.y2)}"/>'
        + words(
            text,
            left,
            label.box.top + HIGH - 5,
            size=SIZE,
            weight=650,
            language=label.wish.language,
        )
    )
