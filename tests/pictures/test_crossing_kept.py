"""A step redraws its own week: what was drawn before is used again, counted and not timed."""

from __future__ import annotations

from collections import Counter

import pytest

from backend.pictures import kept
from backend.pictures.crossing import Crossing, CrossingData, Size, crossing
from tests.pictures.factories import TEXTS, TITLES, crossing_data, week

WEEKS = 35
PHONE_WEEKS = 13


@pytest.fixture(autouse=True)
def nothing_kept():
    kept.forget()


def weekly(each: int, last: int) -> CrossingData:
    """So many steps a week, a success now and then, and in the last week some more."""
    return crossing_data(
        *(
            week(i, each // 3, each // 3, each - each // 3 * 2, *TITLES[i % 6 : i % 6 + i % 5 // 4])
            for i in range(WEEKS - 1)
        ),
        week(WEEKS - 1, 0, last, 0),
    )


def drawn(data: CrossingData) -> list[Crossing]:
    """For a laptop and for a phone, as a page shows them."""
    return [crossing(data, TEXTS, size=size) for size in Size]


def made() -> Counter[str]:
    """How many pieces of each sort were made so far."""
    return Counter({name.rsplit(".", 1)[-1]: number for name, number in kept.made().items()})


def made_by_one_more(data: CrossingData, more: CrossingData) -> Counter[str]:
    first, before = drawn(data), made()
    second = drawn(more)
    assert [one.sentence for one in first] != [one.sentence for one in second]
    return made() - before


def test_from_nothing_each_week_is_drawn_once_for_each_size():
    drawn(weekly(24, last=3))
    assert made()["drawn_row"] == WEEKS + PHONE_WEEKS


@pytest.mark.parametrize("last", [3, 9, 20])
def test_after_a_step_only_its_own_week_is_drawn_anew(last):
    new = made_by_one_more(weekly(24, last), weekly(24, last + 1))
    assert new["drawn_row"] == len(Size)
    for still in ("banks", "_bank_words", "months", "_definitions", "_waves", "wrap", "fit"):
        assert still not in new


def test_where_a_stone_is_many_steps_one_more_draws_nothing_anew():
    new = made_by_one_more(weekly(30_000, last=4_000), weekly(30_000, last=4_001))
    for piece in ("drawn_row", "_golden_stone", "_place", "_clear_of", "_definitions"):
        assert piece not in new
    one, other = (
        crossing(weekly(30_000, last=last), TEXTS, interactive=True).svg.split("</desc>")[1]
        for last in (4_000, 4_001)
    )
    assert one == other


def test_what_is_kept_makes_the_same_picture_as_what_is_drawn_from_nothing():
    steps = range(1, 60, 3)
    for last in steps:
        drawn(weekly(12, last))
    kept_ones = [drawn(weekly(12, last)) for last in steps]
    kept.forget()
    assert kept_ones == [drawn(weekly(12, last)) for last in steps]


def test_a_busy_week_has_room_for_a_few_more_before_all_stones_get_smaller():
    anew = [
        made_by_one_more(weekly(12, last), weekly(12, last + 1))["drawn_row"]
        for last in range(32, 48)
    ]
    assert sum(number > WEEKS for number in anew) <= len(anew) / 4
