"""The strip of an initiative's stones: done, planned, golden; words while there is room."""

from __future__ import annotations

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backend.pictures.lettering import measure
from backend.pictures.strip import StripStone, strip

SVG = "{http://www.w3.org/2000/svg}"
SIX = [
    StripStone("listened", "3 meterkasten"),
    StripStone("tried", "formulier, 7 klanten"),
    StripStone("tried", "foto per mail"),
    StripStone("tried", "één wijk"),
    StripStone("changed", "uitleg in beeld"),
    StripStone("changed", "voor iedereen", golden=True),
]
any_stone = st.builds(
    StripStone,
    st.sampled_from(["listened", "tried", "changed", "?"]),
    st.text(max_size=80),
    st.booleans(),
    st.booleans(),
)


def classes(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)
    names = [element.get("class", "") for element in root.iter()]
    return [name for name in names if name.startswith("stone-") and name != "stone-shade"]


@settings(max_examples=80)
@given(st.lists(any_stone, max_size=60), st.booleans(), st.integers(280, 900))
def test_any_strip_is_well_formed_with_a_stone_a_step(
    stones: list[StripStone], labelled: bool, width: int
) -> None:
    svg = strip(stones, sentence="Stappen", labelled=labelled, width=width)
    assert len(classes(svg)) == len(stones)


def test_shapes_follow_kind_plan_and_celebration() -> None:
    stones = [*SIX[:2], StripStone("changed", golden=True), StripStone("listened", planned=True)]
    svg = strip(stones, sentence="x")
    assert classes(svg) == ["stone-ring", "stone-oval", "stone-gold", "stone-planned"]


def test_planned_stones_come_after_the_done_ones() -> None:
    svg = strip([StripStone(planned=True), StripStone("listened")], sentence="x")
    assert classes(svg) == ["stone-ring", "stone-planned"]


def test_the_golden_one_is_the_last_of_those_done() -> None:
    svg = strip([StripStone(golden=True), StripStone("listened")], sentence="x")
    assert classes(svg) == ["stone-ring", "stone-gold"]


def test_it_is_one_image_with_its_sentence() -> None:
    root = ElementTree.fromstring(strip(SIX, sentence="Vijf stappen & één succes", key="a"))
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "Vijf stappen & één succes"
    assert root.get("aria-labelledby") == "a-t"


def test_words_stand_under_the_stones_only_where_asked() -> None:
    assert "3 meterkasten" in strip(SIX, sentence="x", labelled=True, width=620)
    assert "3 meterkasten" not in strip(SIX, sentence="x", width=620)


def test_many_stones_go_without_words_and_in_rows() -> None:
    svg = strip(SIX * 7, sentence="x", labelled=True, width=345)
    assert "meterkasten" not in svg
    assert len(classes(svg)) == 42


MOVING = [
    "Verhuisbrief voorgelezen",
    "Gevraagd",
    "Brief teruggebracht",
    "Beide brieven",
    "Wie verhuist",
]


def written(svg: str) -> list[tuple[str, float, float, float, float]]:
    """Each line of words with where it lies: left, top, right, bottom."""
    lines = []
    for text in ElementTree.fromstring(svg).iter(f"{SVG}text"):
        half = measure(text.text or "", 14) / 2
        x, y = float(text.get("x", 0)), float(text.get("y", 0))
        lines.append((text.text or "", x - half, y - 11, x + half, y + 4))
    return lines


def laid(svg: str) -> list[tuple[float, float, float, float]]:
    """Where the stones lie, with a little air."""
    found = re.findall(r'<g transform="translate\(([\d.]+) ([\d.]+)\)"><[^>]*class="(\S+)', svg)
    return [(float(x) - 17, float(y) - 12, float(x) + 17, float(y) + 12) for x, y, _shape in found]


def meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@settings(max_examples=80)
@example([StripStone(label="a" * n) for n in (0, 19, 0, 20)], 372)
@example([StripStone(label=label) for label in MOVING], 350)
@given(
    st.lists(st.builds(StripStone, label=st.text("abcdefghij lmnop", max_size=50)), max_size=14),
    st.integers(280, 800),
)
def test_no_words_lie_over_other_words_or_over_a_stone(
    stones: list[StripStone], width: int
) -> None:
    svg = strip(stones, sentence="x", labelled=True, width=width)
    lines = [line[1:] for line in written(svg)]
    assert len(laid(svg)) == len(stones)
    assert all(left >= -1 and right <= width + 1 for left, _top, right, _bottom in lines)
    assert not any(meet(*pair) for pair in combinations(lines, 2))
    assert not any(meet(line, stone) for line in lines for stone in laid(svg))


def test_words_that_do_not_fit_on_a_line_stand_on_two() -> None:
    svg = strip(
        [StripStone(label=label) for label in MOVING], sentence="x", labelled=True, width=350
    )
    told = [line[0] for line in written(svg)]
    assert " ".join(told) == " ".join(MOVING)
    assert "Verhuisbrief voorgelezen" not in told


@pytest.mark.parametrize("count", [0, 1, 6, 40])
def test_it_stays_within_its_width_and_a_modest_height(count: int) -> None:
    svg = strip([StripStone("tried")] * count, sentence="x", width=345)
    match = re.search(r'viewBox="0 0 345 (\d+)"', svg)
    assert match is not None
    assert 50 <= int(match[1]) <= 190
