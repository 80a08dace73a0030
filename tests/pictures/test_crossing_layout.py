"""Where things lie: no stone over another, no title over anything."""

from __future__ import annotations

from itertools import combinations, permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.pictures.boxes import Box
from backend.pictures.crossing import laptop, phone
from backend.pictures.crossing.draw import lay
from backend.pictures.crossing.labels import Label, Wish, place
from backend.pictures.crossing.laying import Stone
from backend.pictures.crossing.rows import Row, rows_of
from backend.pictures.crossing.scale import scale_of
from backend.pictures.crossing.sky import Sky
from backend.pictures.lettering import fit, measure, wrap
from backend.pictures.stones import half_size
from tests.pictures.factories import crossing_data, week

weekly = st.lists(
    st.one_of(st.integers(0, 3), st.integers(0, 9), st.integers(0, 30)), min_size=1, max_size=34
)
titles = st.text("abcdefghijklmnop ", min_size=1, max_size=50)
wishes = st.lists(
    st.builds(
        Wish,
        x=st.floats(210, 900),
        y=st.floats(120, 320),
        reach=st.just(8.0),
        side=st.sampled_from([-1, 1]),
        title=titles,
        row=st.just(0),
    ),
    max_size=40,
)

AND_MORE = "{title} and {count} more"


def laid(counts: list[int], upwards: bool) -> tuple[list[tuple[Stone, float, float]], float]:
    """Stones with their places along and across, and their radius; no gold."""
    data = crossing_data(*(week(i, n // 3, n // 3, n - 2 * (n // 3)) for i, n in enumerate(counts)))
    rows: tuple[Row, ...] = rows_of(data)[-13:] if upwards else rows_of(data)
    field = phone.FIELD if upwards else laptop.field_of(data, rows)
    scale = scale_of(rows, field)
    stones = [
        (stone, stone.row * field.pitch + stone.along, stone.across)
        for row in lay(rows, scale, field).rows
        for stone in row.stones()
    ]
    return stones, scale.radius


def assert_none_over_another(counts: list[int], upwards: bool) -> None:
    stones, radius = laid(counts, upwards)
    for (one, x1, y1), (other, x2, y2) in combinations(stones, 2):
        if abs(x1 - x2) > 2.2 * radius:
            continue
        wide, high = (
            half_size(one.kind, radius)[i] + half_size(other.kind, radius)[i] for i in (0, 1)
        )
        wide, high = (high, wide) if upwards else (wide, high)
        apart = ((x1 - x2) / wide) ** 2 + ((y1 - y2) / high) ** 2
        assert apart > 0.9, (one, other)


@settings(max_examples=60)
@given(weekly)
def test_no_stone_lies_over_another_on_the_laptop(counts: list[int]) -> None:
    assert_none_over_another(counts, upwards=False)


@settings(max_examples=60)
@given(weekly)
def test_no_stone_lies_over_another_on_the_phone(counts: list[int]) -> None:
    assert_none_over_another(counts, upwards=True)


@settings(max_examples=60)
@given(weekly)
def test_all_stones_lie_in_the_water(counts: list[int]) -> None:
    stones, _ = laid(counts, upwards=False)
    assert all(abs(across) < 200 for _, _, across in stones)


@settings(max_examples=150)
@given(wishes)
def test_no_title_lies_over_another_or_over_a_leader(wanted: list[Wish]) -> None:
    sky = Sky(Box(200, 20, 1240, 424))
    sky.add_stones(Box(w.x - 9, w.y - 9, w.x + 9, w.y + 9) for w in wanted)
    labels = place(wanted, sky, AND_MORE)
    assert not [pair for pair in combinations(labels, 2) if pair[0].box.meets(pair[1].box)]
    assert not [pair for pair in permutations(labels, 2) if pair[0].box.meets(_leader(pair[1]))]


def _leader(label: Label) -> Box:
    low, high = sorted((label.y1, label.y2))
    return Box(label.x - 0.6, low, label.x + 0.6, high)


@settings(max_examples=100)
@given(wishes)
def test_a_title_without_room_is_counted_with_another(wanted: list[Wish]) -> None:
    labels = place(wanted, Sky(Box(200, 20, 1240, 424)), AND_MORE)
    if labels:
        assert len(labels) + sum(label.joined for label in labels) == len(wanted)


def test_six_titles_all_find_a_place() -> None:
    wanted = [Wish(260 + 110 * i, 220, 8, -1, f"Een titel van een succes {i}", i) for i in range(6)]
    assert len(place(wanted, Sky(Box(200, 20, 1240, 424)), AND_MORE)) == 6


@given(st.text(max_size=200), st.floats(30, 400), st.integers(1, 6))
def test_wrapped_words_keep_within_their_width(text: str, width: float, lines: int) -> None:
    broken = wrap(text, width, 15, lines=lines)
    assert len(broken) <= lines
    assert all(measure(line, 15) <= width + 0.01 for line in broken)


def test_what_does_not_fit_ends_at_a_word() -> None:
    assert fit("Zelf een terugbelmoment kiezen", 205, 15) == "Zelf een terugbelmoment…"
    assert fit("Brief", 150, 15) == "Brief"
